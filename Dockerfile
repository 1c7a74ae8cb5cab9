# Web, worker and beat from one image; docker-compose.yml says which. No secret is in it.
FROM python:3.11-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 nodejs npm \
    && rm -rf /var/lib/apt/lists/* && useradd --create-home nsp
WORKDIR /srv/nsp
COPY requirements.lock package.json package-lock.json .npmrc ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock && npm ci
COPY . .
# The demo's settings are only borrowed to collect the static files; the secrets they make are thrown away at once.
RUN python tools/frontend.py && python tools/messages.py compile \
    && NSP_MODE=demo python manage.py collectstatic --no-input && rm -f .data/secrets.json && rm -rf node_modules
USER nsp
CMD ["gunicorn", "nsp.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--worker-class", "gthread", "--no-control-socket", "--worker-tmp-dir", "/dev/shm"]
