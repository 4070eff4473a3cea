import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { keepNewer } from './keep-newer.ts';

test('a reading that began before an edit does not take its answer back', async () => {
  const client = new QueryClient();
  type Reading = { revision: number; description: string };
  let answer: (reading: Reading) => void = () => undefined;
  const late = new Promise<Reading>((resolve) => {
    answer = resolve;
  });
  const query = { queryKey: ['product', '1'], queryFn: () => late, structuralSharing: keepNewer };
  const close = new QueryObserver(client, query).subscribe(() => undefined);
  client.setQueryData(query.queryKey, { revision: 5, description: 'edited' });
  answer({ revision: 4, description: '' });
  await client.fetchQuery(query);
  expect(client.getQueryData(query.queryKey)).toEqual({ revision: 5, description: 'edited' });
  close();
});

test('a newer reading, and one without revisions, is taken', () => {
  expect(keepNewer({ revision: 4 }, { revision: 5 })).toEqual({ revision: 5 });
  expect(keepNewer(undefined, { revision: 1 })).toEqual({ revision: 1 });
  expect(keepNewer({ name: 'a' }, { name: 'b' })).toEqual({ name: 'b' });
});

test('what did not change keeps its identity', () => {
  const before = { revision: 4, media: [{ id: 'm' }] };
  expect(keepNewer(before, { revision: 4, media: [{ id: 'm' }] })).toBe(before);
});
