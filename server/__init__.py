"""随手拍: from a resident's photo to a proven, confirmed close-out."""

from __future__ import annotations

from flask import Flask

from server import background, cli
from server.cases.routes import blueprint as cases
from server.catalog.routes import blueprint as catalog
from server.catalog.routes_editing import blueprint as catalog_editing
from server.city.routes import blueprint as city
from server.deadlines.routes import blueprint as deadlines
from server.desk.routes import blueprint as desk
from server.desk.routes_shift import blueprint as shift
from server.geography.basemaps import tile_origins
from server.geography.routes import blueprint as geography
from server.geography.routes_admin import blueprint as areas
from server.identity.permissions import ALL_PERMISSIONS
from server.identity.rates import admit, init_rates
from server.identity.routes import blueprint as identity
from server.identity.routes import identify
from server.identity.routes_admin import blueprint as administration
from server.identity.routes_audit import blueprint as audit
from server.identity.routes_deputies import blueprint as deputies
from server.identity.routes_second_factor import blueprint as second_factor
from server.identity.routes_tokens import blueprint as tokens
from server.identity.routes_wechat import blueprint as wechat
from server.inspection.lists_routes import blueprint as lists
from server.inspection.routes import blueprint as inspection
from server.inspection.routes_sampling import blueprint as sampling
from server.keeping.routes import blueprint as keeping
from server.notifications.channels.configured import script_sources
from server.notifications.routes import blueprint as notifications
from server.notifications.routes_push import blueprint as push
from server.photos.client import Decoder
from server.photos.finder import Finder, missing
from server.photos.routes import blueprint as photos
from server.platform.db import init_db
from server.platform.http.api import init_api
from server.platform.http.assets import init_assets
from server.platform.http.auth import check_routes, init_auth
from server.platform.http.compression import init_compression
from server.platform.http.headers import init_headers
from server.platform.http.health import init_health
from server.platform.http.outbox import blueprint as outbox
from server.platform.http.problems import init_problems
from server.platform.http.proxies import init_proxies
from server.platform.http.senders import init_senders
from server.platform.keys import Keyring
from server.platform.logs import init_logs
from server.platform.runtime import Runtime
from server.platform.storage import LocalStorage
from server.reports.routes import blueprint as reports
from server.reports.routes_watching import blueprint as watching
from server.responsibility.routes import blueprint as responsibility
from server.settings import Refusal, Settings
from server.statistics.routes import blueprint as statistics
from server.statistics.routes_figures import blueprint as figures
from server.web.demo import pages as demo_pages
from server.web.print import pages as print_pages
from server.web.routes import init_pages

__all__ = ["create_app"]


def create_app(settings: Settings | None = None) -> Flask:
    """Put the application together; the only place where the parts meet.

    Raises ``RuntimeError`` when a route declares no known permission, and ``Refusal`` when
    detectors are wanted that are not installed.
    """
    init_logs()
    settings = settings or Settings.from_env()
    app = Flask(__name__, static_folder=None)
    app.extensions["suishoupai"] = Runtime(
        settings=settings,
        keys=Keyring(settings.secret_key, settings.data_secrets),
        storage=LocalStorage(settings.data_dir / "photos"),
        decoder=Decoder(),
        finder=_finder(settings),
    )
    init_db(app, settings.database_url)
    init_problems(app)
    init_rates(app, settings.rate_factor)
    init_auth(app, identify, ALL_PERMISSIONS, admit)
    init_headers(app, tile_origins(settings), script_sources(settings))
    init_compression(app)
    init_health(app)
    init_api(
        app,
        [
            city,
            identity,
            second_factor,
            geography,
            catalog,
            photos,
            reports,
            watching,
            cases,
            notifications,
            push,
            desk,
            catalog_editing,
            deadlines,
            shift,
            responsibility,
            inspection,
            sampling,
            statistics,
            figures,
            lists,
            administration,
            areas,
            deputies,
            tokens,
            audit,
            outbox,
            keeping,
            wechat,
        ],
    )
    init_pages(app)
    app.register_blueprint(demo_pages)
    app.register_blueprint(print_pages)
    init_assets(app)
    init_senders(app, settings.rate_factor)
    init_proxies(app, settings.trusted_proxies)
    cli.init_cli(app)
    check_routes(app)
    if settings.background:
        background.start(app)
    return app


def _finder(settings: Settings) -> Finder | None:
    if not settings.detectors:
        return None
    if lacking := missing():
        raise Refusal(f"SSP_DETECTORS needs `make blur`; missing: {', '.join(lacking)}")
    return Finder()
