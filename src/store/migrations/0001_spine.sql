-- The spine: tenants and people, ledger, facilities, cover, requests, deliveries, books, evidence.
-- Every tenant table is under forced row security; facts have no UPDATE or DELETE grant.
-- Recorded instants are whole milliseconds, as a reader's knownAt is.
create schema cedent;
grant usage on schema cedent to cedent_app, cedent_dispatch;

create function cedent.tenant() returns uuid language sql stable
  return nullif(current_setting('app.tenant', true), '')::uuid;
-- A secret's hash presented before the tenant is known (session, webhook address, sign-in).
create function cedent.lookup() returns text language sql stable
  return nullif(current_setting('app.lookup', true), '');

create table cedent.tenant (
  id uuid primary key,
  name text not null,
  functional_currency char(3) not null,
  time_zone text not null,
  created_at timestamptz not null default clock_timestamp()
);

-- Days added to the calendar's day: 0 in production, advanced on the demo's controls.
create table cedent.business_clock (
  single boolean primary key default true check (single),
  offset_days integer not null default 0 check (offset_days >= 0)
);
insert into cedent.business_clock default values;

create table cedent.person (
  tenant_id uuid not null references cedent.tenant,
  id uuid not null,
  kind text not null check (kind in ('person', 'machine')),
  name text not null,
  roles text[] not null,
  locale text not null default 'en' check (locale in ('en', 'zh-CN')),
  -- issuer|subject of the identity provider, unique over all tenants.
  lookup text not null unique,
  created_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, id)
);

create table cedent.session (
  tenant_id uuid not null references cedent.tenant,
  lookup text primary key,
  person_id uuid not null,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  ended_at timestamptz,
  foreign key (tenant_id, person_id) references cedent.person
);

create table cedent.audit_head (
  tenant_id uuid primary key references cedent.tenant,
  seq bigint not null,
  hash char(64) not null
);
create table cedent.audit_entry (
  tenant_id uuid not null references cedent.tenant,
  seq bigint not null,
  -- The exact bytes hashed: canonical JSON with actor, action, subject, time and body.
  entry text not null,
  previous_hash char(64) not null,
  hash char(64) not null,
  primary key (tenant_id, seq)
);

create table cedent.api_idempotency (
  tenant_id uuid not null references cedent.tenant,
  person_id uuid not null,
  route text not null,
  key text not null,
  request_hash char(64) not null,
  status integer,
  response text,
  created_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, person_id, route, key)
);

create table cedent.seller (
  tenant_id uuid not null references cedent.tenant,
  id text not null,
  party jsonb not null,
  primary key (tenant_id, id)
);

create table cedent.ledger_mapping (
  tenant_id uuid not null references cedent.tenant,
  id uuid not null,
  name text not null,
  header_hash char(64) not null,
  mapping jsonb not null,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  recorded_by uuid,
  primary key (tenant_id, id)
);

-- The bytes a ledger came as, once per content.
create table cedent.ledger_file (
  tenant_id uuid not null references cedent.tenant,
  sha256 char(64) not null,
  byte_length bigint not null,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  primary key (tenant_id, sha256)
);
create table cedent.ledger_file_piece (
  tenant_id uuid not null references cedent.tenant,
  sha256 char(64) not null,
  nth integer not null,
  bytes_gz bytea not null,
  primary key (tenant_id, sha256, nth),
  foreign key (tenant_id, sha256) references cedent.ledger_file
);

create table cedent.ledger_import (
  tenant_id uuid not null references cedent.tenant,
  id uuid not null,
  seller_id text not null,
  ledger text not null,
  as_of date not null,
  file_name text not null,
  file_sha256 char(64) not null,
  mapping jsonb not null,
  totals jsonb not null,
  rejected_file bytea,
  -- The whole open ledger as of that day: what is absent from it is no longer open.
  complete boolean not null,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  -- Null where the product itself did it, at setup; the audit entry names the actor.
  recorded_by uuid,
  primary key (tenant_id, id),
  foreign key (tenant_id, file_sha256) references cedent.ledger_file
);
create index on cedent.ledger_import (tenant_id, recorded_at);

create table cedent.debtor_fact (
  tenant_id uuid not null references cedent.tenant,
  debtor_id text not null,
  seq bigint generated always as identity,
  effective_on date not null,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  name text not null,
  country text,
  group_id text,
  identifiers jsonb not null default '{}',
  primary key (tenant_id, debtor_id, seq)
);

-- An open item's identity: what never changes once it is known.
create table cedent.receivable (
  tenant_id uuid not null references cedent.tenant,
  id uuid not null,
  business_key text not null,
  seller_id text not null,
  ledger text not null,
  number text not null,
  kind text not null check (kind in ('invoice', 'credit_note', 'unapplied_cash')),
  fiscal_year integer not null,
  instalment integer not null,
  fingerprint text not null,
  debtor_id text not null,
  currency char(3) not null,
  issued_on date not null,
  due_on date,
  face_minor bigint not null,
  references_number text,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  primary key (tenant_id, id),
  -- Not led by the tenant: on a table that looks small the planner would scan the tenant by it.
  unique (business_key, tenant_id),
  check (kind <> 'invoice' or (due_on is not null and face_minor > 0))
);
-- Not led by the tenant: a lookup by id must never seem as cheap by another index.
create index on cedent.receivable (debtor_id, tenant_id);

-- What the ERP said about it and when: appended only when something differs.
create table cedent.receivable_fact (
  tenant_id uuid not null references cedent.tenant,
  receivable_id uuid not null,
  seq bigint generated always as identity,
  import_id uuid not null,
  effective_on date not null,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  open_minor bigint not null,
  disputed_minor bigint not null default 0,
  cause text not null check (cause in ('in_ledger', 'absent_from_ledger')),
  primary key (tenant_id, receivable_id, effective_on, seq),
  foreign key (tenant_id, receivable_id) references cedent.receivable
);

create table cedent.payable_fact (
  tenant_id uuid not null references cedent.tenant,
  debtor_id text not null,
  currency char(3) not null,
  seq bigint generated always as identity,
  effective_on date not null,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  open_minor bigint not null check (open_minor >= 0),
  primary key (tenant_id, debtor_id, currency, seq)
);

create table cedent.fx_rate (
  tenant_id uuid not null references cedent.tenant,
  from_currency char(3) not null,
  to_currency char(3) not null,
  on_day date not null,
  seq bigint generated always as identity,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  numerator bigint not null check (numerator > 0),
  denominator bigint not null check (denominator > 0),
  source text not null,
  primary key (tenant_id, from_currency, to_currency, on_day, seq)
);

-- A tenant's access to one partner, test or production, with its own credentials and address.
create table cedent.connection (
  tenant_id uuid not null references cedent.tenant,
  id uuid not null,
  adapter_id text not null,
  name text not null,
  environment text not null check (environment in ('test', 'production')),
  -- AES-256-GCM, bound to tenant and connection; never leaves the jobs process in clear.
  config_sealed bytea not null,
  -- SHA-256 of the unguessable token in the webhook address.
  lookup char(64) not null unique,
  created_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, id)
);

create table cedent.facility (
  tenant_id uuid not null references cedent.tenant,
  id text not null,
  connection_id uuid not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, id),
  foreign key (tenant_id, connection_id) references cedent.connection
);
create table cedent.facility_terms (
  tenant_id uuid not null references cedent.tenant,
  facility_id text not null,
  version integer not null,
  effective_on date not null,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  recorded_by uuid,
  terms jsonb not null,
  terms_hash char(64) not null,
  -- Contract reference, date, recourse, assignee, and the documents a request carries.
  agreement jsonb not null,
  primary key (tenant_id, facility_id, version),
  foreign key (tenant_id, facility_id) references cedent.facility
);

create table cedent.policy (
  tenant_id uuid not null references cedent.tenant,
  id text not null,
  connection_id uuid not null,
  insurer text not null,
  currency char(3) not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, connection_id) references cedent.connection
);
-- Which of our debtors is which of the insurer's buyers.
create table cedent.debtor_buyer (
  tenant_id uuid not null references cedent.tenant,
  policy_id text not null,
  debtor_id text not null,
  buyer_id text not null,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  primary key (tenant_id, policy_id, debtor_id),
  unique (tenant_id, policy_id, buyer_id)
);
create table cedent.cover_decision (
  tenant_id uuid not null references cedent.tenant,
  policy_id text not null,
  debtor_id text not null,
  cover_id text not null,
  seq bigint generated always as identity,
  effective_on date not null,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  decision jsonb not null,
  decision_hash char(64) not null,
  primary key (tenant_id, policy_id, debtor_id, seq)
);
create index on cedent.cover_decision (tenant_id, policy_id, cover_id, seq);

-- What selections were made from, once per content and shared by all runs of it.
create table cedent.selection_input (
  tenant_id uuid not null references cedent.tenant,
  -- SHA-256 of the text, which is canonical JSON with its lists in order.
  input_hash char(64) not null,
  text_gz bytea not null,
  byte_length bigint not null,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  primary key (tenant_id, input_hash)
);
-- Compressed already; so stored, a part of it is read without the rest.
alter table cedent.selection_input alter column text_gz set storage external;
create table cedent.selection_run (
  tenant_id uuid not null references cedent.tenant,
  id uuid not null,
  as_of date not null,
  known_at timestamptz not null,
  input_hash char(64) not null,
  -- The version of the engine that made it.
  engine text not null,
  -- Facility, version, effective day and hash of each set of terms.
  terms jsonb not null,
  -- The plan: its sums, and its lines made small against the input.
  summary jsonb not null,
  lines_gz bytea not null,
  plan_hash char(64) not null,
  plan_byte_length bigint not null,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  recorded_by uuid,
  primary key (tenant_id, id),
  foreign key (tenant_id, input_hash) references cedent.selection_input
);
alter table cedent.selection_run alter column lines_gz set storage external;

create table cedent.funding_request (
  tenant_id uuid not null references cedent.tenant,
  id uuid not null,
  number text not null,
  facility_id text not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, id),
  unique (tenant_id, number),
  foreign key (tenant_id, facility_id) references cedent.facility
);
create table cedent.request_fact (
  tenant_id uuid not null references cedent.tenant,
  request_id uuid not null,
  seq integer not null,
  fact jsonb not null,
  effective_on date not null,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  recorded_by uuid,
  primary key (tenant_id, request_id, seq),
  foreign key (tenant_id, request_id) references cedent.funding_request
);

-- ONE_POSITION: at most one open position per fingerprint, whatever the facility.
create table cedent.open_position (
  tenant_id uuid not null references cedent.tenant,
  fingerprint text not null,
  receivable_id uuid not null,
  request_id uuid not null,
  facility_id text not null,
  constraint one_position primary key (tenant_id, fingerprint),
  unique (tenant_id, receivable_id),
  foreign key (tenant_id, receivable_id) references cedent.receivable,
  foreign key (tenant_id, request_id) references cedent.funding_request
);
create table cedent.position_fact (
  tenant_id uuid not null references cedent.tenant,
  receivable_id uuid not null,
  seq integer not null,
  fact jsonb not null,
  effective_on date not null,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  primary key (tenant_id, receivable_id, seq),
  foreign key (tenant_id, receivable_id) references cedent.receivable
);

-- What funders say they have booked, once; the same name with another content is kept beside it.
create table cedent.funder_movement (
  tenant_id uuid not null references cedent.tenant,
  id uuid not null,
  facility_id text not null,
  movement_id text not null,
  content_hash char(64) not null,
  movement jsonb not null,
  -- What it concerns, where that is one.
  receivable_id uuid,
  -- Booked as facts of positions; confirmed what was known; or questioned, until a person decides.
  result text not null check (result in ('booked', 'confirmed', 'questioned')),
  -- Why it is questioned.
  detail jsonb,
  booked_on date not null,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  primary key (tenant_id, id),
  unique (tenant_id, facility_id, movement_id, content_hash),
  check ((result = 'questioned') = (detail is not null)),
  foreign key (tenant_id, facility_id) references cedent.facility
);
create index on cedent.funder_movement (tenant_id, recorded_at) where result = 'questioned';
create index on cedent.funder_movement (receivable_id, tenant_id);
create table cedent.movement_decision (
  tenant_id uuid not null references cedent.tenant,
  movement_id uuid not null,
  decision text not null check (decision in ('booked', 'dismissed')),
  reason text not null,
  decided_by uuid not null,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  primary key (tenant_id, movement_id),
  foreign key (tenant_id, movement_id) references cedent.funder_movement
);

-- Credit notes told to the funders of their invoices; each note once.
create table cedent.credit_schedule (
  tenant_id uuid not null references cedent.tenant,
  id uuid not null,
  number text not null,
  facility_id text not null,
  schedule jsonb not null,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  primary key (tenant_id, id),
  unique (tenant_id, number),
  foreign key (tenant_id, facility_id) references cedent.facility
);
create table cedent.credit_told (
  tenant_id uuid not null references cedent.tenant,
  credit_note_id uuid not null,
  invoice_id uuid not null,
  schedule_id uuid not null,
  primary key (tenant_id, credit_note_id),
  foreign key (tenant_id, credit_note_id) references cedent.receivable,
  foreign key (tenant_id, schedule_id) references cedent.credit_schedule
);

create table cedent.document (
  tenant_id uuid not null references cedent.tenant,
  id uuid not null,
  request_id uuid not null,
  template text not null,
  template_version text not null,
  template_hash char(64) not null,
  data_hash char(64) not null,
  pages integer not null,
  sha256 char(64) not null,
  bytes bytea not null,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  primary key (tenant_id, id),
  unique (tenant_id, request_id, template),
  foreign key (tenant_id, request_id) references cedent.funding_request
);

-- An intention to tell a partner something, or a read that keeps asking: committed with its fact.
create table cedent.delivery (
  tenant_id uuid not null references cedent.tenant,
  id uuid not null,
  connection_id uuid,
  -- The adapter's id, or 'documents' for rendering.
  queue text not null,
  operation text not null,
  subject text not null,
  state text not null,
  -- Grows with each transition; with the id it names the queue's job.
  step integer not null default 0,
  attempts integer not null default 0,
  -- Consecutive answers "not found" while resolving.
  not_found integer not null default 0,
  fence uuid,
  lease_until timestamptz,
  due_at timestamptz not null default clock_timestamp(),
  input jsonb not null,
  wire jsonb,
  wire_sha256 char(64),
  first_sent_at timestamptz,
  detail jsonb,
  created_at timestamptz not null default clock_timestamp(),
  settled_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, operation, subject),
  foreign key (tenant_id, connection_id) references cedent.connection,
  check (state <> 'sending' or (fence is not null and lease_until is not null))
);
create index delivery_due on cedent.delivery (due_at) where state in ('ready', 'unknown');
create index delivery_lease on cedent.delivery (lease_until) where state in ('sending', 'resolving');
-- Of one request or feed, and the few that wait for people.
create index on cedent.delivery (subject, tenant_id);
create index on cedent.delivery (tenant_id) where state = 'manual';
create table cedent.delivery_attempt (
  tenant_id uuid not null references cedent.tenant,
  delivery_id uuid not null,
  step integer not null,
  purpose text not null check (purpose in ('send', 'find')),
  outcome text not null,
  status integer,
  detail jsonb not null,
  raw text,
  started_at timestamptz not null,
  ended_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, delivery_id, step),
  foreign key (tenant_id, delivery_id) references cedent.delivery
);
create table cedent.delivery_resolution (
  tenant_id uuid not null references cedent.tenant,
  delivery_id uuid not null,
  seq integer not null,
  person_id uuid not null,
  verdict text not null check (verdict in ('accepted', 'rejected', 'send_again')),
  reason text not null,
  -- What the partner calls it, where people found that it was taken.
  partner_reference text,
  -- The delivery's step at the time: what was found before it moved again does not count.
  step integer not null,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  primary key (tenant_id, delivery_id, seq),
  foreign key (tenant_id, delivery_id) references cedent.delivery
);

create function cedent.delivery_moves() returns trigger language plpgsql as $$
begin
  if new.state <> old.state and not (old.state || '>' || new.state = any (array[
    'held>ready', 'held>rejected', 'ready>sending', 'ready>rejected', 'ready>manual',
    'sending>accepted', 'sending>rejected', 'sending>ready', 'sending>unknown',
    'unknown>resolving', 'unknown>sending', 'unknown>manual',
    'resolving>accepted', 'resolving>rejected', 'resolving>ready', 'resolving>unknown',
    'resolving>manual', 'manual>accepted', 'manual>rejected', 'manual>ready',
    'accepted>ready', 'accepted>confirmed', 'accepted>reversed'])) then
    raise exception 'delivery % may not go from % to %', old.id, old.state, new.state
      using errcode = 'check_violation';
  end if;
  if new.step <= old.step and new.state <> old.state then
    raise exception 'delivery %: a transition must raise its step', old.id
      using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger delivery_moves before update on cedent.delivery
  for each row execute function cedent.delivery_moves();
create function cedent.delivery_wakes() returns trigger language plpgsql as $$
begin
  if new.state in ('ready', 'unknown') and new.due_at <= clock_timestamp() + interval '1 second' then
    perform pg_notify('cedent_delivery', new.id::text);
  end if;
  return null;
end $$;
create trigger delivery_wakes after insert or update of state, due_at on cedent.delivery
  for each row execute function cedent.delivery_wakes();

create table cedent.inbox (
  tenant_id uuid not null references cedent.tenant,
  id uuid not null,
  connection_id uuid not null,
  message_id text not null,
  content_hash char(64) not null,
  body text not null,
  received_at timestamptz not null default clock_timestamp(),
  result text not null,
  primary key (tenant_id, id),
  unique (tenant_id, connection_id, message_id),
  foreign key (tenant_id, connection_id) references cedent.connection
);

create table cedent.exposure_feed (
  tenant_id uuid not null references cedent.tenant,
  policy_id text not null,
  sequence integer not null,
  as_of date not null,
  feed jsonb not null,
  content_hash char(64) not null,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  recorded_by uuid,
  primary key (tenant_id, policy_id, sequence),
  foreign key (tenant_id, policy_id) references cedent.policy
);

create table cedent.journal (
  tenant_id uuid not null references cedent.tenant,
  id uuid not null,
  -- The fact it follows from; a repeated fact posts nothing.
  cause text not null,
  kind text not null,
  facility_id text,
  -- In an open month; the day it is of is value_on, which is earlier where that month was closed.
  effective_on date not null,
  value_on date not null,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  primary key (tenant_id, id),
  unique (tenant_id, cause),
  check (value_on <= effective_on)
);
create index on cedent.journal (effective_on, tenant_id);
create table cedent.posting (
  -- The journal's, which its key holds it to.
  tenant_id uuid not null,
  journal_id uuid not null,
  line integer not null,
  account text not null,
  subject text not null,
  currency char(3) not null,
  amount_minor bigint not null,
  functional_currency char(3) not null,
  functional_minor bigint not null,
  primary key (tenant_id, journal_id, line),
  foreign key (tenant_id, journal_id) references cedent.journal
);
create index on cedent.posting (subject, tenant_id);
-- What one statement adds to a journal sums to zero, so that every journal does, whatever was added.
create function cedent.journal_balances() returns trigger language plpgsql as $$
declare unbalanced uuid;
begin
  select f.journal_id into unbalanced
  from fresh f
  group by f.tenant_id, f.journal_id, f.currency, f.functional_currency
  having sum(f.amount_minor) <> 0 or sum(f.functional_minor) <> 0
  limit 1;
  if found then
    raise exception 'BALANCED: journal % does not sum to zero per currency', unbalanced
      using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger journal_balances after insert on cedent.posting
  referencing new table as fresh for each statement execute function cedent.journal_balances();

-- A closed month takes no further posting, and neither do those before it.
create table cedent.period (
  tenant_id uuid not null references cedent.tenant,
  month char(7) not null check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  last_day date not null,
  closed_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  closed_by uuid not null,
  primary key (tenant_id, month),
  check (to_char(last_day, 'YYYY-MM') = month and to_char(last_day + 1, 'DD') = '01')
);
create function cedent.period_open() returns trigger language plpgsql as $$
declare late date;
begin
  select f.effective_on into late from fresh f
  where exists (select from cedent.period p
                where p.tenant_id = f.tenant_id and p.last_day >= f.effective_on)
  limit 1;
  if found then
    raise exception 'PERIOD: the month of % is closed', late using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger period_open after insert on cedent.journal
  referencing new table as fresh for each statement execute function cedent.period_open();

-- What the firm's own books were given, run by run: the numbers of its accounts as they were then.
create table cedent.books_export (
  tenant_id uuid not null references cedent.tenant,
  id uuid not null,
  sequence integer not null,
  through date not null,
  accounts jsonb not null,
  totals jsonb not null,
  files jsonb not null,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  recorded_by uuid not null,
  primary key (tenant_id, id),
  unique (tenant_id, sequence)
);
-- A journal is given once; its place in its run never changes.
create table cedent.exported_journal (
  tenant_id uuid not null references cedent.tenant,
  journal_id uuid not null,
  export_id uuid not null,
  nth bigint not null,
  primary key (tenant_id, journal_id),
  unique (tenant_id, export_id, nth),
  foreign key (tenant_id, journal_id) references cedent.journal,
  foreign key (tenant_id, export_id) references cedent.books_export deferrable initially deferred
);

create table cedent.bank_entry (
  tenant_id uuid not null references cedent.tenant,
  id uuid not null,
  -- Account and the bank's reference: the same entry again is the same row.
  entry_key text not null,
  account text not null,
  currency char(3) not null,
  amount_minor bigint not null,
  booked_on date not null,
  -- All that the bank says of it.
  entry jsonb not null,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  recorded_by uuid not null,
  primary key (tenant_id, id),
  unique (tenant_id, entry_key)
);
create index on cedent.bank_entry (tenant_id, account, amount_minor);
-- Entries that nothing explains: they wait for people.
create table cedent.open_bank_entry (
  tenant_id uuid not null references cedent.tenant,
  entry_id uuid not null,
  primary key (tenant_id, entry_id),
  foreign key (tenant_id, entry_id) references cedent.bank_entry
);
-- What became of an entry: explained by a rule or a person, none of ours, or open again.
create table cedent.bank_decision (
  tenant_id uuid not null references cedent.tenant,
  entry_id uuid not null,
  seq integer not null,
  decision text not null check (decision in ('matched', 'allocated', 'not_ours', 'taken_back')),
  -- The earlier entry that it gives back.
  reverses uuid,
  reason text,
  -- Null where a rule did it.
  decided_by uuid,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  primary key (tenant_id, entry_id, seq),
  check ((decision = 'matched') = (decided_by is null)),
  check ((decision = 'matched') = (reason is null)),
  foreign key (tenant_id, entry_id) references cedent.bank_entry,
  foreign key (tenant_id, reverses) references cedent.bank_entry
);
create index on cedent.bank_decision (reverses, tenant_id) where reverses is not null;
-- What an entry is for, line by line; what is taken back is appended with the other sign.
create table cedent.bank_allocation (
  tenant_id uuid not null references cedent.tenant,
  entry_id uuid not null,
  seq integer not null,
  line integer not null,
  item_id text not null,
  amount_minor bigint not null,
  allocation jsonb not null,
  target jsonb not null,
  label text not null,
  primary key (tenant_id, entry_id, seq, line),
  foreign key (tenant_id, entry_id, seq) references cedent.bank_decision
);
create index on cedent.bank_allocation (item_id, tenant_id);
-- The accounts that debtors and funders pay from: stated, or learnt from a person's allocation.
create table cedent.debtor_account (
  tenant_id uuid not null references cedent.tenant,
  account text not null,
  party_kind text not null check (party_kind in ('debtor', 'funder')),
  -- A debtor's id, or that of a facility of the funder.
  party_id text not null,
  since date not null,
  source text not null check (source in ('stated', 'allocation')),
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  recorded_by uuid not null,
  primary key (tenant_id, account, party_kind, party_id)
);
-- What payers say their payments are for, once per content.
create table cedent.remittance_advice (
  tenant_id uuid not null references cedent.tenant,
  id uuid not null,
  reference text not null,
  payer text not null,
  advice jsonb not null,
  content_hash char(64) not null,
  file_sha256 char(64) not null,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  recorded_by uuid,
  primary key (tenant_id, id),
  unique (tenant_id, content_hash),
  foreign key (tenant_id, file_sha256) references cedent.ledger_file
);
create index on cedent.remittance_advice (reference, tenant_id);

create table cedent.basket_line (
  tenant_id uuid not null references cedent.tenant,
  person_id uuid not null,
  facility_id text not null,
  receivable_id uuid not null,
  -- What a plan funds of it, in the facility's currency; null: what is eligible.
  funded_minor bigint check (funded_minor > 0),
  added_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, person_id, receivable_id),
  foreign key (tenant_id, receivable_id) references cedent.receivable
);

-- How a funder's statements of a facility are read, version by version; the newest holds.
create table cedent.statement_mapping (
  tenant_id uuid not null references cedent.tenant,
  facility_id text not null,
  version integer not null,
  mapping jsonb not null,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  recorded_by uuid,
  primary key (tenant_id, facility_id, version),
  foreign key (tenant_id, facility_id) references cedent.facility
);
-- A funder's statement whose movements were taken, once per content; its bytes lie beside the ledgers'.
create table cedent.factor_statement (
  tenant_id uuid not null references cedent.tenant,
  id uuid not null,
  facility_id text not null,
  file_name text not null,
  file_sha256 char(64) not null,
  mapping_version integer not null,
  -- By currency: opening, closing, and whether what moved between them was checked.
  balances jsonb not null,
  -- What its movements came to: booked, confirmed, questioned, known.
  counts jsonb not null,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  recorded_by uuid,
  primary key (tenant_id, id),
  unique (tenant_id, facility_id, file_sha256),
  foreign key (tenant_id, file_sha256) references cedent.ledger_file,
  foreign key (tenant_id, facility_id, mapping_version) references cedent.statement_mapping
);

-- Walls: every table with tenant_id is scoped by the tenant of the transaction.
do $$
declare name text;
begin
  for name in select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
              where n.nspname = 'cedent' and c.relkind = 'r' and c.relname <> 'business_clock' loop
    execute format('alter table cedent.%I enable row level security', name);
    execute format('alter table cedent.%I force row level security', name);
    execute format('create policy wall on cedent.%I to cedent_app using (%I = cedent.tenant())
      with check (%I = cedent.tenant())', name,
      case name when 'tenant' then 'id' else 'tenant_id' end,
      case name when 'tenant' then 'id' else 'tenant_id' end);
    execute format('grant select, insert on cedent.%I to cedent_app', name);
  end loop;
end $$;
-- A row that answers to a secret's hash is visible to whoever presents that hash.
create policy presented on cedent.person for select to cedent_app using (lookup = cedent.lookup());
create policy presented on cedent.session for select to cedent_app using (lookup = cedent.lookup());
create policy presented on cedent.connection for select to cedent_app using (lookup = cedent.lookup());

grant select on cedent.business_clock to cedent_app, cedent_dispatch;
grant update (offset_days) on cedent.business_clock to cedent_app;
grant update (ended_at) on cedent.session to cedent_app;
grant update (roles, locale) on cedent.person to cedent_app;
grant update (seq, hash) on cedent.audit_head to cedent_app;
grant update (status, response) on cedent.api_idempotency to cedent_app;
grant update (party) on cedent.seller to cedent_app;
grant update (totals, rejected_file) on cedent.ledger_import to cedent_app;
grant update (config_sealed) on cedent.connection to cedent_app;
grant update (state, step, attempts, not_found, fence, lease_until, due_at, wire, wire_sha256,
  first_sent_at, detail, settled_at) on cedent.delivery to cedent_app;
grant delete on cedent.open_bank_entry to cedent_app;
grant delete on cedent.open_position, cedent.basket_line to cedent_app;
grant usage on all sequences in schema cedent to cedent_app;

-- The dispatcher sees that something is due, and nothing of what it says.
grant select (tenant_id, id, queue, state, step, due_at, lease_until) on cedent.delivery
  to cedent_dispatch;
create policy due on cedent.delivery for select to cedent_dispatch using (true);
