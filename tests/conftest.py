"""What all tests share."""

import pytest
from hypothesis import settings

from tools.project import Project

# Example times vary too much on a busy machine to say anything.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")


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
