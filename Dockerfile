# One image for every process of the product; `command` in docker-compose.yml says which one a container becomes.
FROM node:22-bookworm-slim AS front
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build

FROM python:3.12-slim-bookworm
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
       openssl libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY requirements/base.txt requirements/base.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/base.txt
COPY . .
COPY --from=front /build/static/vendor static/vendor
RUN python scripts/compile_messages.py && python -m compileall -q . \
    && useradd --system --home-dir /data --create-home govportal

ENV DJANGO_SETTINGS_MODULE=govportal.settings.production \
    GOVPORTAL_DATA=/data \
    STATIC_ROOT=/static \
    HOST=0.0.0.0 \
    PYTHONUNBUFFERED=1
RUN install -d -o govportal /static /data
USER govportal
VOLUME ["/data", "/static"]
EXPOSE 8000 8001
ENTRYPOINT ["python", "-m"]
CMD ["govportal.processes", "web"]
