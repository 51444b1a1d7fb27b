"""Read every published example of a body with the models that openapi-generator makes for Python, which are strict."""

import importlib
import json
import sys
from pathlib import Path
from typing import Any

package, description = sys.argv[1:]
made = importlib.import_module(package)
read = 0
for path in json.loads(Path(description).read_text())["paths"].values():
    for operation in path.values():
        for holder in (operation.get("requestBody", {}), *operation["responses"].values()):
            content = holder.get("content", {}).get("application/json", {"schema": {}})
            is_list = content["schema"].get("type") == "array"
            schema = content["schema"]["items"] if is_list else content["schema"]
            if schema.get("type") == "object":  # a free tree of texts has no model
                continue
            model: Any = getattr(made, schema.get("$ref", "").rpartition("/")[2], None)
            for name, example in content.get("examples", {}).items():
                for value in example["value"] if is_list else [example["value"]]:
                    again = model.from_dict(value).to_dict()
                    assert again.keys() >= value.keys(), (operation["operationId"], name)
                    read += 1
assert read > 100
