-- What a language model wrote, whether it ran into its limit, and the tokens it took: such an answer has no files. It stays
-- beside its request, behind the organization's wall, and nowhere in the engine's tables.
alter table intents add column written jsonb;

-- Models that one's own server named when its connection was last tried; null for vendors whose models are known as data.
alter table connections add column models text[] check (cardinality(models) <= 200);
