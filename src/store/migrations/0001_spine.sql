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

-- What indexes were fixed at, day by day: the newest version of a day holds.
create table cedent.fixing (
  tenant_id uuid not null references cedent.tenant,
  index_name text not null,
  on_day date not null,
  seq bigint generated always as identity,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  recorded_by uuid,
  -- Decimal text, exact.
  percent text not null,
  source text not null,
  primary key (tenant_id, index_name, on_day, seq)
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

-- Policy and circumstances: what a policy says from when, what happened to debtors, who is paid.
create table cedent.policy_terms (
  tenant_id uuid not null references cedent.tenant,
  policy_id text not null,
  version integer not null,
  effective_on date not null,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  recorded_by uuid,
  terms jsonb not null,
  terms_hash char(64) not null,
  primary key (tenant_id, policy_id, version),
  foreign key (tenant_id, policy_id) references cedent.policy
);
create table cedent.circumstance (
  tenant_id uuid not null references cedent.tenant,
  debtor_id text not null,
  seq bigint generated always as identity,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  recorded_by uuid,
  circumstance jsonb not null,
  circumstance_hash char(64) not null,
  primary key (tenant_id, debtor_id, seq)
);
create table cedent.benefit_assignment (
  tenant_id uuid not null references cedent.tenant,
  id uuid not null,
  policy_id text not null,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  recorded_by uuid,
  assignment jsonb not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, policy_id) references cedent.policy
);
create table cedent.benefit_step (
  tenant_id uuid not null references cedent.tenant,
  assignment_id uuid not null,
  seq bigint generated always as identity,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  recorded_by uuid,
  step jsonb not null,
  primary key (tenant_id, assignment_id, seq),
  foreign key (tenant_id, assignment_id) references cedent.benefit_assignment
);

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
  -- A person, a partner by its connection, or the product itself where a rule did it.
  actor jsonb not null,
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

-- Assignment notice: what debtors were told of a request, one notice for each, and what became of it.
create table cedent.assignment_notice (
  tenant_id uuid not null references cedent.tenant,
  id uuid not null,
  request_id uuid not null,
  debtor_id text not null,
  number text not null,
  notice jsonb not null,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  primary key (tenant_id, id),
  unique (tenant_id, number),
  unique (request_id, debtor_id, tenant_id),
  foreign key (tenant_id, request_id) references cedent.funding_request
);
create table cedent.assignment_notice_fact (
  tenant_id uuid not null references cedent.tenant,
  notice_id uuid not null,
  seq integer not null,
  fact jsonb not null,
  effective_on date not null,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  actor jsonb not null,
  primary key (tenant_id, notice_id, seq),
  foreign key (tenant_id, notice_id) references cedent.assignment_notice
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
  -- Consecutive answers "not found" while resolving; of a read, readings that came to nothing.
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

-- A second person lets a feed go to its insurer, or keeps it back; once.
create table cedent.exposure_release (
  tenant_id uuid not null references cedent.tenant,
  policy_id text not null,
  sequence integer not null,
  decision text not null check (decision in ('released', 'withheld')),
  reason text,
  decided_by uuid not null,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  primary key (tenant_id, policy_id, sequence),
  check ((decision = 'withheld') = (reason is not null)),
  foreign key (tenant_id, policy_id, sequence) references cedent.exposure_feed
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

-- What is due under settlements and to be turned over, as postings make it: what comes to zero leaves.
create table cedent.open_due (
  tenant_id uuid not null references cedent.tenant,
  account text not null,
  subject text not null,
  currency char(3) not null,
  amount_minor bigint not null,
  facility_id text,
  primary key (tenant_id, account, subject, currency)
);
create function cedent.keep_due() returns trigger language plpgsql as $$
begin
  insert into cedent.open_due as o (tenant_id, account, subject, currency, amount_minor, facility_id)
  select f.tenant_id, f.account, f.subject, f.currency, sum(f.amount_minor), min(j.facility_id)
  from fresh f
  join cedent.journal j on j.tenant_id = f.tenant_id and j.id = f.journal_id
  where f.account = 'to_turn_over'
    or (f.account in ('due_from_factor', 'suspense') and f.subject like '%|%')
  group by f.tenant_id, f.account, f.subject, f.currency
  order by f.tenant_id, f.account, f.subject, f.currency
  on conflict (tenant_id, account, subject, currency) do update
    set amount_minor = o.amount_minor + excluded.amount_minor,
      facility_id = least(o.facility_id, excluded.facility_id);
  delete from cedent.open_due o using fresh f
  where o.tenant_id = f.tenant_id and o.account = f.account and o.subject = f.subject
    and o.currency = f.currency and o.amount_minor = 0;
  return null;
end $$;
create trigger due_kept after insert on cedent.posting
  referencing new table as fresh for each statement execute function cedent.keep_due();

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
  party_kind text not null check (party_kind in ('debtor', 'funder', 'insurer')),
  -- A debtor's id, or that of a facility of the funder, or of a policy of the insurer.
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
  -- Of its bookings; where it has none, the day on which it was taken.
  first_on date not null,
  last_on date not null,
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

-- Claims: evidence kept while trading, dossiers as facts, and what was sent by hand.
create table cedent.evidence (
  tenant_id uuid not null references cedent.tenant,
  id uuid not null,
  debtor_id text not null,
  receivable_id uuid,
  kind text not null,
  file_name text not null,
  content_type text not null,
  -- Its bytes lie beside the ledgers', once per content.
  file_sha256 char(64) not null,
  note text not null,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  recorded_by uuid,
  primary key (tenant_id, id),
  foreign key (tenant_id, receivable_id) references cedent.receivable,
  foreign key (tenant_id, file_sha256) references cedent.ledger_file
);
create index on cedent.evidence (debtor_id, tenant_id);
create table cedent.claim (
  tenant_id uuid not null references cedent.tenant,
  id uuid not null,
  reference text not null,
  policy_id text not null,
  debtor_id text not null,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  primary key (tenant_id, id),
  unique (tenant_id, reference),
  foreign key (tenant_id, policy_id) references cedent.policy
);
create index on cedent.claim (debtor_id, tenant_id);
create table cedent.claim_fact (
  tenant_id uuid not null references cedent.tenant,
  claim_id uuid not null,
  seq integer not null,
  fact jsonb not null,
  effective_on date not null,
  -- What it follows from: a delivery, a notice, a person's step.
  cause text not null,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  recorded_by uuid,
  primary key (tenant_id, claim_id, seq),
  foreign key (tenant_id, claim_id) references cedent.claim
);
-- What left by hand, because the partner has no machine for it: by which way, when, and what shows it.
create table cedent.dispatch (
  tenant_id uuid not null references cedent.tenant,
  id uuid not null,
  subject text not null,
  channel text not null check (channel in ('portal', 'email', 'post', 'courier', 'fax', 'hand')),
  dispatched_on date not null,
  reference text not null,
  proof_sha256 char(64),
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  recorded_by uuid not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, proof_sha256) references cedent.ledger_file
);
create index on cedent.dispatch (subject, tenant_id);

-- Duties and notices: what the policies' clocks have passed, who was told, and what leaves for insurers.
create table cedent.duty_fact (
  tenant_id uuid not null references cedent.tenant,
  duty_id text not null,
  seq bigint generated always as identity,
  policy_id text not null,
  debtor_id text,
  receivable_id uuid,
  status text not null check (status in ('due_soon', 'due', 'past', 'done', 'moot')),
  -- The first day of that state.
  on_day date not null,
  last_day date not null,
  duty jsonb not null,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  primary key (tenant_id, duty_id, seq)
);
create index on cedent.duty_fact (debtor_id, tenant_id);
-- Duties that have begun and not ended: the newest fact of each.
create table cedent.open_duty (
  tenant_id uuid not null references cedent.tenant,
  duty_id text not null,
  policy_id text not null,
  receivable_id uuid,
  status text not null check (status in ('due_soon', 'due', 'past')),
  last_day date not null,
  primary key (duty_id, tenant_id)
);
create table cedent.alert (
  tenant_id uuid not null references cedent.tenant,
  id uuid not null,
  -- What it is raised for, once: of a duty, one for each state and last day.
  cause text not null,
  code text not null,
  params jsonb not null,
  subject text not null,
  debtor_id text,
  raised_on date not null,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  primary key (tenant_id, id),
  unique (cause, tenant_id)
);
create index on cedent.alert (subject, tenant_id);
create table cedent.alert_acknowledgement (
  tenant_id uuid not null references cedent.tenant,
  alert_id uuid not null,
  person_id uuid not null,
  note text not null,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  primary key (tenant_id, alert_id),
  foreign key (tenant_id, alert_id) references cedent.alert,
  foreign key (tenant_id, person_id) references cedent.person
);
create table cedent.insurer_notice (
  tenant_id uuid not null references cedent.tenant,
  id uuid not null,
  reference text not null,
  policy_id text not null,
  debtor_id text not null,
  kind text not null,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  primary key (tenant_id, id),
  unique (tenant_id, reference),
  foreign key (tenant_id, policy_id) references cedent.policy
);
create index on cedent.insurer_notice (debtor_id, tenant_id);
create table cedent.insurer_notice_fact (
  tenant_id uuid not null references cedent.tenant,
  notice_id uuid not null,
  seq integer not null,
  fact jsonb not null,
  effective_on date not null,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  recorded_by uuid,
  primary key (tenant_id, notice_id, seq),
  foreign key (tenant_id, notice_id) references cedent.insurer_notice
);
-- What was rendered for a notice or a demand, once per language: the bytes that a person dispatches.
create table cedent.letter (
  tenant_id uuid not null references cedent.tenant,
  id uuid not null,
  subject text not null,
  language text not null,
  file_name text not null,
  pages integer not null,
  template_hash char(64) not null,
  sha256 char(64) not null,
  bytes bytea not null,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  primary key (tenant_id, id),
  unique (subject, language, tenant_id)
);
create table cedent.payment_plan (
  tenant_id uuid not null references cedent.tenant,
  id uuid not null,
  reference text not null,
  policy_id text not null,
  debtor_id text not null,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  primary key (tenant_id, id),
  unique (tenant_id, reference),
  foreign key (tenant_id, policy_id) references cedent.policy
);
create index on cedent.payment_plan (debtor_id, tenant_id);
create table cedent.payment_plan_fact (
  tenant_id uuid not null references cedent.tenant,
  plan_id uuid not null,
  seq integer not null,
  fact jsonb not null,
  effective_on date not null,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  recorded_by uuid,
  primary key (tenant_id, plan_id, seq),
  foreign key (tenant_id, plan_id) references cedent.payment_plan
);
-- What was declared to an insurer by hand, period by period.
create table cedent.declaration_made (
  tenant_id uuid not null references cedent.tenant,
  policy_id text not null,
  declaration_id text not null,
  to_day date not null,
  seq bigint generated always as identity,
  declared_on date not null,
  reference text not null,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  recorded_by uuid not null,
  primary key (tenant_id, policy_id, declaration_id, to_day, seq),
  foreign key (tenant_id, policy_id) references cedent.policy
);
-- Entries in public registers and until when they hold; the newest fact of each counts.
create table cedent.registration_fact (
  tenant_id uuid not null references cedent.tenant,
  policy_id text not null,
  registration text not null,
  seq bigint generated always as identity,
  debtor_id text,
  registered_on date not null,
  expires_on date not null check (expires_on >= registered_on),
  ended_on date,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  recorded_by uuid not null,
  primary key (tenant_id, policy_id, registration, seq),
  foreign key (tenant_id, policy_id) references cedent.policy
);

-- Whatever a clock depends on, told by whomever: the duties are worked out again once it is committed.
-- A reckoning that waits already is kept waiting until then, and so sees it.
create function cedent.duties_change() returns trigger language plpgsql as $$
begin
  if not exists (select from cedent.policy_terms where tenant_id = cedent.tenant()) then
    return null;
  end if;
  perform from cedent.delivery
    where tenant_id = cedent.tenant() and operation = 'reckonDuties' and state = 'ready'
    limit 1 for update;
  if not found then
    insert into cedent.delivery (tenant_id, id, queue, operation, subject, state, input)
    values (cedent.tenant(), gen_random_uuid(), 'local', 'reckonDuties', gen_random_uuid()::text,
      'ready', '{}');
  end if;
  return null;
end $$;
do $$
declare name text;
begin
  foreach name in array array['receivable_fact', 'cover_decision', 'policy_terms', 'circumstance',
    'insurer_notice_fact', 'claim_fact', 'declaration_made', 'registration_fact'] loop
    execute format('create trigger duties_change after insert on cedent.%I
      for each statement execute function cedent.duties_change()', name);
  end loop;
end $$;

-- Asked of insurers: limits, changes of them, who a debtor is; what is charged waits for a person.
create table cedent.insurer_request (
  tenant_id uuid not null references cedent.tenant,
  id uuid not null,
  policy_id text not null,
  debtor_id text not null,
  request jsonb not null,
  -- What it is charged as, where it is.
  service text check (service in ('find_buyer', 'urgent_limit', 'credit_check')),
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  recorded_by uuid,
  primary key (tenant_id, id),
  foreign key (tenant_id, policy_id) references cedent.policy
);
create index on cedent.insurer_request (debtor_id, tenant_id);
create table cedent.insurer_request_fact (
  tenant_id uuid not null references cedent.tenant,
  request_id uuid not null,
  seq integer not null,
  fact jsonb not null,
  effective_on date not null,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  recorded_by uuid,
  primary key (tenant_id, request_id, seq),
  foreign key (tenant_id, request_id) references cedent.insurer_request
);
-- What insurers charge for, once for each subject; without an amount where no price is known.
create table cedent.insurer_cost (
  tenant_id uuid not null references cedent.tenant,
  id uuid not null,
  policy_id text not null,
  debtor_id text not null,
  service text not null,
  subject uuid not null,
  amount_minor bigint,
  currency char(3),
  incurred_on date not null,
  recorded_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  primary key (tenant_id, id),
  unique (tenant_id, subject),
  check ((amount_minor is null) = (currency is null)),
  foreign key (tenant_id, policy_id) references cedent.policy
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
grant update (amount_minor, facility_id), delete on cedent.open_due to cedent_app;
grant delete on cedent.open_position, cedent.basket_line to cedent_app;
grant update (status, last_day), delete on cedent.open_duty to cedent_app;
grant usage on all sequences in schema cedent to cedent_app;

-- The dispatcher sees that something is due, and nothing of what it says.
grant select (tenant_id, id, queue, state, step, due_at, lease_until) on cedent.delivery
  to cedent_dispatch;
create policy due on cedent.delivery for select to cedent_dispatch using (true);
