-- What Stripe knows us by, and what was paid. Stripe's objects stay Stripe's: here stand only ids, states and the credits they
-- brought, each of which is granted once by its ledger key.
create table billing_customers (
  organization_id uuid primary key references organizations (id) on delete cascade,
  stripe_customer_id text not null unique,
  created_at timestamptz not null default now()
);
select app.protect('billing_customers');

create table subscriptions (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  stripe_subscription_id text not null unique,
  -- Null for a price that is none of ours, such as one made by hand.
  plan text,
  status text not null,
  period_end timestamptz,
  is_ending boolean not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id)
);
create index subscriptions_organization on subscriptions (organization_id, created_at);
select app.protect('subscriptions');
select app.keep_updated_at('subscriptions');

-- One row for each paid checkout of a pack and each paid invoice of a plan. Amounts in minor units of the currency.
create table payments (
  id uuid primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  -- The checkout session or the invoice.
  source text not null unique,
  payment_intent text,
  kind text not null check (kind in ('pack', 'plan')),
  product text not null,
  credits bigint not null check (credits >= 0),
  amount bigint not null check (amount >= 0),
  currency text not null,
  refunded_amount bigint not null default 0 check (refunded_amount >= 0),
  disputed_amount bigint not null default 0 check (disputed_amount >= 0),
  -- Of its credits, those that refunds and disputes took back; and how often that changed, for the ledger's keys.
  taken_credits bigint not null default 0,
  taking_changes integer not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (organization_id, id),
  check (taken_credits between 0 and credits)
);
create index payments_intent on payments (organization_id, payment_intent);
select app.protect('payments');
select app.keep_updated_at('payments');

-- Written in the transaction that did what the event asked for: an event that stands here is done.
create table payment_events (
  id text primary key,
  organization_id uuid not null references organizations (id) on delete cascade,
  type text not null,
  made_at timestamptz not null,
  done_at timestamptz not null default clock_timestamp()
);
create index payment_events_time on payment_events (organization_id, done_at);
select app.protect('payment_events');

-- A webhook names a customer before any organization is known.
create function app.find_billing_organization(customer text) returns uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select c.organization_id from public.billing_customers c where c.stripe_customer_id = customer $$;
grant execute on function app.find_billing_organization(text) to kinora_app;
