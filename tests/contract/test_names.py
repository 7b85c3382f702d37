from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
BANNED = {
    "utils",
    "util",
    "helpers",
    "common",
    "core",
    "manager",
    "base",
    "misc",
    "process",
    "data",
}


def test_modules_are_named_for_what_they_hold() -> None:
    modules = [*CHECKOUT.glob("src/**/*.py"), *CHECKOUT.glob("validation/**/*.py")]
    named_badly = [
        module.relative_to(CHECKOUT).as_posix()
        for module in modules
        if BANNED & {module.stem, *module.relative_to(CHECKOUT).parts[:-1]}
    ]
    assert not named_badly
