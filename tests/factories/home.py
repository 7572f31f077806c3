from portal.home.models import HomePage, StandardPage
from tests.factories.pages import ContentPageFactory, under


class StandardPageFactory(ContentPageFactory):
    class Meta:
        model = StandardPage

    parent = under(HomePage)
