"""Code that sends one request, in each language: complete, and ready to run as pasted."""

from parlour.portal.samples.languages import LANGUAGES as LANGUAGES
from parlour.portal.samples.languages import Language as Language
from parlour.portal.samples.placeholders import PLACEHOLDER as PLACEHOLDER
from parlour.portal.samples.placeholders import fill as fill
from parlour.portal.samples.placeholders import is_fillable as is_fillable
from parlour.portal.samples.placeholders import placeholder as placeholder
from parlour.portal.samples.rendering import render as render
from parlour.portal.samples.request import SampleRequest as SampleRequest
