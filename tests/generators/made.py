"""Clients in six languages: how each is generated, compiled and run with the story of `clients/` in its language."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from tests.generators.tools import HOME, find, need, run

STORIES = Path(__file__).with_name("clients")
JARS = "/usr/share/java"
JSON_NET = HOME / "node_modules/jillejr.newtonsoft.json-for-unity/Plugins/Newtonsoft.Json Editor/Newtonsoft.Json.dll"
CS_LIBRARIES = (
    "System.Net.Http",
    "System.ComponentModel.DataAnnotations",
    "System.Runtime.Serialization",
    "System.Web",
)
TSC_OPTIONS = ["--strict", "--target", "es2022", "--module", "commonjs", "--lib", "es2022,dom"]

Told = Mapping[str, str]


class Client(msgspec.Struct, frozen=True):
    """A client in one language: the generator's options, and what compiles it and runs its story."""

    generator: str
    compile: Callable[[Path, str], None]
    """Takes the directory of the client, with its story in it, and the API's version."""
    tell: Callable[[Path, str, Told], object]
    """Runs the story, which takes what it needs to know from the environment."""
    options: str = ""

    def generate(self, description: Path, directory: Path, version: str) -> None:
        """Generate the client of an API into the directory."""
        find("java")
        options = ["--additional-properties", self.options.format(version=version)] if self.options else []
        place = ["--git-user-id", "parlour", "--git-repo-id", version]
        run("openapi-generator-cli", "generate", "-i", description, "-g", self.generator, "-o", directory, *place,
            *options, directory=description.parent)  # fmt: skip


def _put(story: str, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(STORIES / story, place)


def _load_python(directory: Path, version: str) -> None:
    _put(f"{version}.py", directory / "story.py")
    _put("examples.py", directory / "examples.py")
    run(HOME / "python/bin/python", "-W", "error", "examples.py", f"parlour_{version}", f"../{version}.json",
        directory=directory)  # fmt: skip


def _tell_python(directory: Path, _: str, told: Told) -> object:
    return run(HOME / "python/bin/python", "story.py", directory=directory, environ=dict(told))


def _compile_typescript(directory: Path, version: str) -> None:
    _put(f"{version}.ts", directory / "story.ts")
    (directory / "process.d.ts").write_text("declare const process: { env: object; exit(code: number): never };\n")
    run("tsc", *TSC_OPTIONS, "--outDir", "built", "process.d.ts", "story.ts", directory=directory)


def _tell_typescript(directory: Path, _: str, told: Told) -> object:
    return run("node", "built/story.js", directory=directory, environ=dict(told))


def _compile_go(directory: Path, version: str) -> None:
    _put(f"{version}.go", directory / "story/main.go")
    run("go", "build", "-o", "told", "./story", directory=directory, environ={"GOFLAGS": "-mod=mod", "GOPROXY": "off"})


def _tell_compiled(directory: Path, _: str, told: Told) -> object:
    return run(directory / "told", directory=directory, environ=dict(told))


def _load_php(directory: Path, version: str) -> None:
    need("/usr/share/php/GuzzleHttp/autoload.php")
    _put("loading.php", directory / "loading.php")
    _put(f"{version}.php", directory / "story.php")
    run("php", "loading.php", directory=directory)


def _tell_php(directory: Path, _: str, told: Told) -> object:
    return run("php", "story.php", directory=directory, environ=dict(told))


def _class_path() -> str:
    """Apache's client from Debian; Jackson as the generator itself has it."""
    (generator,) = (HOME / "python").glob("lib/*/site-packages/openapi_generator_cli/*.jar")
    libraries = need(*(f"{JARS}/{name}.jar" for name in ("httpclient", "httpcore", "httpmime")))
    return ":".join(map(str, ["classes", generator.resolve(), *libraries]))


def _compile_java(directory: Path, version: str) -> None:
    _put(f"{version}.java", directory / "Story.java")
    _put("Generated.java", directory / "Generated.java")
    sources = [str(path) for path in (directory / "src/main").rglob("*.java")]
    (directory / "sources").write_text("\n".join(["Story.java", "Generated.java", *sources]))
    run("javac", "-nowarn", "-proc:none", "-d", "classes", "-cp", _class_path(), "@sources", directory=directory)


def _tell_java(directory: Path, _: str, told: Told) -> object:
    return run("java", "-cp", _class_path(), "Story", directory=directory, environ=dict(told))


def _compile_csharp(directory: Path, version: str) -> None:
    need(*(f"/usr/lib/mono/4.5/{name}.dll" for name in CS_LIBRARIES))
    (library,) = need(JSON_NET)
    _put(f"{version}.cs", directory / "Story.cs")
    _put("polly.cs", directory / "Polly.cs")
    shutil.copy(library, directory)
    sources = [str(path.relative_to(directory)) for path in (directory / "src/Org.OpenAPITools").rglob("*.cs")]
    (directory / "sources").write_text("\n".join(["Story.cs", "Polly.cs", *sources]))
    libraries = [f"-r:{name}.dll" for name in (*CS_LIBRARIES, "Newtonsoft.Json")]
    run("mcs", "-langversion:latest", "-warn:0", "-out:told.exe", *libraries, "@sources", directory=directory)


def _tell_csharp(directory: Path, _: str, told: Told) -> object:
    return run("mono", "told.exe", directory=directory, environ=dict(told))


CLIENTS = (
    Client("python", _load_python, _tell_python, "packageName=parlour_{version}"),
    Client("typescript-fetch", _compile_typescript, _tell_typescript),
    Client("go", _compile_go, _tell_compiled, "packageName=parlour{version}"),
    Client("php", _load_php, _tell_php),
    Client("java", _compile_java, _tell_java, "library=native,openApiNullable=false"),
    Client(
        "csharp",
        _compile_csharp,
        _tell_csharp,
        # What Debian has compiles no C# of today.
        "library=httpclient,targetFramework=net48,nullableReferenceTypes=false",
    ),
)
