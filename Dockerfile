# syntax=docker/dockerfile:1
# The site on Python alone: what installs and builds stays in the first stage.
FROM python:3.11-slim-bookworm AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PYTHONDONTWRITEBYTECODE=1
SHELL ["/bin/bash", "-euo", "pipefail", "-c"]

WORKDIR /app
COPY pyproject.toml requirements.lock ./
# Each file is held against the lock; of all these, the site gets what it asks for.
RUN python -m venv /opt/tools && \
    /opt/tools/bin/pip download --no-deps --only-binary :all: --require-hashes --requirement requirements.lock --dest /wheels && \
    /opt/tools/bin/pip install --no-index -f /wheels babel
RUN python -m venv --without-pip /opt/venv && \
    python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["dependencies"], sep="\n")' > /wheels/site.txt && \
    /opt/tools/bin/pip --python /opt/venv install --no-index -f /wheels --requirement /wheels/site.txt

COPY . ./
# Settings ask for a secret: this one is made for the command and is kept nowhere.
RUN for catalogue in locale/*/LC_MESSAGES/django.po; do \
        /opt/tools/bin/pybabel --quiet compile --input-file "$catalogue" --output-file "${catalogue%.po}.mo"; \
    done && \
    PORTAL_SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(48))')" \
    PORTAL_ALLOWED_HOSTS=build PORTAL_DATA_DIR=/tmp/build PORTAL_STATIC_DIR=/opt/static \
    DJANGO_SETTINGS_MODULE=portal.settings.base \
        /opt/venv/bin/python manage.py collectstatic --no-input --verbosity 1 && \
    python -m compileall -q /app && \
    rm -rf /tmp/build
# What packages bring and a site never reads: their tests, what their catalogues were made
# from, and the static files that were just collected (a check asks for the admin's).
RUN find /opt/venv/lib -type d -name tests -prune -exec rm -rf {} + && \
    find /opt/venv/lib -type d -path '*/site-packages/*/static' ! -path '*/wagtail/admin/*' -prune -exec rm -rf {} + && \
    find /opt/venv/lib -name '*.po' -delete


FROM python:3.11-slim-bookworm

ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=portal.settings.base \
    PORTAL_DATA_DIR=/data \
    PORTAL_STATIC_DIR=/opt/static

RUN groupadd --gid 10001 portail && \
    useradd --uid 10001 --gid portail --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin portail && \
    install --directory --owner portail --group portail --mode 0750 /data
COPY --from=build /opt/venv /opt/venv
COPY --from=build /opt/static /opt/static
COPY --from=build /app /app

WORKDIR /app
USER 10001:10001
# Written to: this volume, and /tmp. The rest may be read-only.
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=6s --start-period=60s --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/ready', timeout=5)"]
CMD ["gunicorn", "--config", "python:portal.settings.web_server"]
