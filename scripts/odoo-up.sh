#!/usr/bin/env bash
# A real Odoo Community 19 for `npm run test:odoo`: Debian's package odoo-19 unpacked into a folder, with hr_recruitment, a
# PostgreSQL of its own, a service user that is only "Recruitment / Officer", and a bearer key. Prints where it listens as JSON.
#
#   odoo-up.sh [up]    idempotent        odoo-up.sh down    stops both servers        odoo-up.sh reset    down, and removes the database
#
# ANTEROOM_ODOO_DIR    folder of everything (default: anteroom-odoo below TMPDIR)
# ANTEROOM_ODOO_PORT   port of the server on 127.0.0.1 (default 8069)
#
# Needs Debian and root (packages come by apt; the machine's own sources and package state stay as they are).
# Exit codes: 0 serving, 3 cannot be had here (the reason is the last line on stderr), other: something failed.
set -euo pipefail
DIR=${ANTEROOM_ODOO_DIR:-${TMPDIR:-/tmp}/anteroom-odoo}
PORT=${ANTEROOM_ODOO_PORT:-8069}
DB=anteroom
PIDFILE=$DIR/odoo.pid
LIB=$DIR/root/usr/lib/python3/dist-packages

log() { echo "[odoo +${SECONDS}s] $*" >&2; }
cannot() { echo "$*" >&2; exit 3; }
as_postgres() { (cd / && setpriv --reuid=postgres --regid=postgres --clear-groups "$@"); }
postgres_bin() { ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1; }
sql() { as_postgres psql -qAt -h "$DIR/run" -d "${2:-postgres}" -c "$1"; }
is_serving() { [ -f "$PIDFILE" ] && kill -0 "$(cat "$PIDFILE")" 2>/dev/null; }

down() {
  if is_serving; then
    kill "$(cat "$PIDFILE")"
    for _ in $(seq 100); do is_serving || break; sleep .1; done
  fi
  rm -f "$PIDFILE"
  if [ -f "$DIR/pg/postmaster.pid" ]; then as_postgres "$(postgres_bin)/pg_ctl" -D "$DIR/pg" -m fast stop >/dev/null; fi
}

case "${1:-up}" in
  up) ;;
  down) down; exit 0 ;;
  reset) down; rm -rf "$DIR/pg" "$DIR/data" "$DIR/odoo.json"; exit 0 ;;
  *) echo "usage: odoo-up.sh [up|down|reset]" >&2; exit 2 ;;
esac

[ "$(id -u)" = 0 ] || cannot "Odoo is brought up by root only (packages by apt, a PostgreSQL of its own)."
command -v apt-get >/dev/null && [ -r /usr/share/keyrings/debian-archive-keyring.gpg ] || cannot "Odoo comes from Debian's packages; this is not Debian."

mkdir -p "$DIR/data" "$DIR/run"
chmod 755 "$DIR"

# 1. PostgreSQL and the Python packages that Odoo imports
export DEBIAN_FRONTEND=noninteractive
PACKAGES="postgresql python3-psycopg2 python3-werkzeug python3-lxml python3-babel python3-passlib python3-polib python3-reportlab
 python3-decorator python3-dateutil python3-docutils python3-jinja2 python3-pil python3-psutil python3-pypdf python3-requests
 python3-tz python3-zeep python3-gevent python3-geoip2 python3-rjsmin python3-libsass python3-num2words python3-ofxparse
 python3-qrcode python3-serial python3-stdnum python3-usb python3-vobject python3-xlrd python3-xlwt python3-xlsxwriter
 python3-openpyxl python3-openssl python3-freezegun python3-chardet python3-cryptography python3-idna python3-markupsafe
 python3-asn1crypto python3-cbor2 python3-urllib3 python3-magic curl"
MISSING=""
for name in $PACKAGES; do
  dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q "install ok installed" || MISSING="$MISSING $name"
done
if [ -n "$MISSING" ]; then
  log "apt-get install$MISSING"
  apt-get -o DPkg::Lock::Timeout=300 -qq update >"$DIR/apt.log" 2>&1 || true
  apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends $MISSING >>"$DIR/apt.log" 2>&1 ||
    cannot "Odoo needs Debian packages that could not be installed:$MISSING (see $DIR/apt.log)."
fi

# 2. odoo-19 out of Debian unstable: an apt state of its own, from the mirror that this machine already uses; unpacked, not installed
if [ ! -d "$LIB/odoo" ]; then
  APT=$DIR/apt
  mkdir -p "$APT/state/lists/partial" "$APT/cache/archives/partial" "$APT/etc"
  touch "$APT/state/status"
  MIRROR=$(apt-get indextargets --format '$(REPO_URI)' | grep -m1 -E '/debian/?$') || cannot "No Debian mirror is configured on this machine."
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $MIRROR sid main" >"$APT/etc/sources.list"
  cat >"$APT/apt.conf" <<CONF
Dir::State "$APT/state";
Dir::State::status "$APT/state/status";
Dir::Cache "$APT/cache";
Dir::Etc::sourcelist "$APT/etc/sources.list";
Dir::Etc::sourceparts "-";
APT::Sandbox::User "root";
CONF
  log "apt-get download odoo-19 (about 123 MB)"
  if ! compgen -G "$DIR/odoo-19_*.deb" >/dev/null; then
    (cd "$DIR" && export APT_CONFIG=$APT/apt.conf && apt-get update -qq && apt-get download -qq odoo-19) >>"$DIR/apt.log" 2>&1 ||
      cannot "The package odoo-19 could not be downloaded (see $DIR/apt.log)."
  fi
  dpkg -x "$DIR"/odoo-19_*.deb "$DIR/root"
fi

# 3. a PostgreSQL that listens on a socket in the folder and nowhere else
BIN=$(postgres_bin)
chown postgres: "$DIR/run"
if [ ! -f "$DIR/pg/PG_VERSION" ]; then
  install -d -o postgres -g postgres -m 700 "$DIR/pg"
  as_postgres "$BIN/initdb" -D "$DIR/pg" --auth=trust --encoding=UTF8 --locale=C.UTF-8 >"$DIR/initdb.log"
fi
if ! as_postgres "$BIN/pg_ctl" -D "$DIR/pg" status >/dev/null; then
  as_postgres "$BIN/pg_ctl" -D "$DIR/pg" -w -l "$DIR/pg/server.log" -o "-c listen_addresses='' -c unix_socket_directories='$DIR/run'" start >/dev/null
fi
[ "$(sql "select count(*) from pg_roles where rolname = 'odoo'")" = 1 ] || sql "create role odoo with login createdb"
IS_NEW=no
if [ "$(sql "select count(*) from pg_database where datname = '$DB'")" = 0 ]; then
  IS_NEW=yes
  rm -f "$DIR/odoo.json"
  sql "create database $DB owner odoo template template0 encoding 'UTF8'"
fi

cat >"$DIR/odoo.conf" <<CONF
[options]
db_host = $DIR/run
db_user = odoo
db_name = $DB
dbfilter = ^$DB\$
list_db = False
http_interface = 127.0.0.1
http_port = $PORT
workers = 0
max_cron_threads = 0
data_dir = $DIR/data
server_wide_modules = base,rpc,web
CONF
export PYTHONPATH=$LIB PYTHONDONTWRITEBYTECODE=1
odoo() { /usr/bin/python3 "$DIR/root/usr/bin/odoo" "$@"; }
if [ $IS_NEW = yes ]; then
  log "installing hr_recruitment"
  odoo server -c "$DIR/odoo.conf" -i hr_recruitment --stop-after-init >"$DIR/init.log" 2>&1 || { tail -5 "$DIR/init.log" >&2; sql "drop database $DB"; exit 1; }
  log "installed: $(grep -o '[0-9]* modules loaded in [0-9.]*s' "$DIR/init.log" | tail -1)"
fi

# 4. the service user, and a key of scope NULL (a key that a user makes expires)
if [ ! -s "$DIR/odoo.json" ]; then
  log "service user and key"
  odoo shell -c "$DIR/odoo.conf" --no-http >"$DIR/shell.log" 2>&1 <<PY
import json, os
import odoo.release
# a test never mails anybody
env['ir.mail_server'].search([]).write({'active': False})
user = env['res.users'].with_context(no_reset_password=True).create({
    'name': 'Anteroom hub', 'login': 'anteroom-hub', 'password': 'anteroom-hub-test', 'email': 'hub@example.invalid',
    'group_ids': [(6, 0, [env.ref('base.group_user').id, env.ref('hr_recruitment.group_hr_recruitment_user').id])]})
key = env['res.users.apikeys'].with_user(user).sudo()._generate(None, 'anteroom connector', None)
env.cr.commit()
unfinished = '$DIR/odoo.json.part'
with open(os.open(unfinished, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), 'w') as file:
    json.dump({'url': 'http://127.0.0.1:$PORT', 'database': '$DB', 'login': 'anteroom-hub', 'apiKey': key, 'version': odoo.release.version}, file)
os.rename(unfinished, '$DIR/odoo.json')
PY
  [ -s "$DIR/odoo.json" ] || { tail -5 "$DIR/shell.log" >&2; exit 1; }
fi

# 5. the server
if ! is_serving; then
  setsid nohup /usr/bin/python3 "$DIR/root/usr/bin/odoo" server -c "$DIR/odoo.conf" >"$DIR/odoo.log" 2>&1 </dev/null &
  echo $! >"$PIDFILE"
  for _ in $(seq 600); do
    curl -fsS "http://127.0.0.1:$PORT/web/health" >/dev/null 2>&1 && break
    is_serving || { tail -20 "$DIR/odoo.log" >&2; exit 1; }
    sleep .1
  done
  log "serving, $(awk '/VmRSS/ { printf "%.0f", $2 / 1024 }' "/proc/$(cat "$PIDFILE")/status") MB resident"
fi
cat "$DIR/odoo.json"
echo
