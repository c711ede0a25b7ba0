"""What all tests share."""

import os

import pytest
from hypothesis import settings

from tools.project import Project

# Example times vary too much on a busy machine to say anything.
settings.register_profile("steady", deadline=None)
# Inside Pyodide the tests run once more, slower: there a few examples each are enough.
settings.register_profile("brief", deadline=None, max_examples=10, database=None)
settings.load_profile(os.environ.get("MICROGRAD_TESTS", "steady"))


@pytest.fixture(scope="session")
def project() -> Project:
    """This checkout."""
    return Project()


@pytest.fixture(scope="session")
def built(project) -> Project:
    """This checkout, with dist/site/ and dist/micrograd.html as new as their sources."""
    from tools import bundle

    bundle.build(project)
    return project
