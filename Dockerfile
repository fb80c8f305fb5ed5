# calllint in a container: built with the network, run without it.
#
#   docker build --tag calllint .
#   docker run --rm --network none --read-only --tmpfs /tmp --volume "$PWD:/work:ro" calllint campaign.yaml

FROM python:3.13-slim-bookworm AS build
COPY pyproject.toml README.md LICENSE /source/
COPY src /source/src
COPY rules /source/rules
RUN python -m venv /opt/calllint \
    && /opt/calllint/bin/pip install --no-cache-dir --disable-pip-version-check "/source[xlsx,postgres]"

FROM python:3.13-slim-bookworm
COPY --from=build /opt/calllint /opt/calllint
RUN useradd --system --uid 10001 --no-create-home calllint
# Packs are read anew each time: a container has nowhere to keep them.
ENV PATH=/opt/calllint/bin:$PATH \
    CALLLINT_CACHE=off \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUTF8=1
USER 10001
WORKDIR /work
ENTRYPOINT ["calllint"]
CMD ["--help"]
