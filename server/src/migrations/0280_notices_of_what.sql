-- What a notification is about where that is neither a job nor a webhook: the refusal of a picture, a budget. Compared only, so
-- that a second refused picture or a second used-up budget is not taken for the one that is still unread.
alter table notifications add column about_id uuid;
