"""Code that sends one request, in each language: complete, and ready to run as pasted."""

from parlour.portal.samples.languages import LANGUAGES as LANGUAGES
from parlour.portal.samples.languages import Language as Language
from parlour.portal.samples.marks import MARK as MARK
from parlour.portal.samples.marks import fill as fill
from parlour.portal.samples.marks import is_fillable as is_fillable
from parlour.portal.samples.marks import mark as mark
from parlour.portal.samples.rendering import render as render
from parlour.portal.samples.request import SampleRequest as SampleRequest
