import { describe, expect, it } from 'vitest';
import { explainWait, type WaitFacts } from './wait-reason.ts';

const pending: WaitFacts = {
  status: 'pending',
  reason: null,
  isPaused: false,
  mode: 'open',
  isBegun: false,
  dueAt: null,
  slot: { kind: 'render', used: 2, total: 2 },
  ahead: { own: 1, raised: 0, others: 0 },
  organization: null,
  connection: null,
};
const limitOf = (changes: Partial<WaitFacts>) => explainWait({ ...pending, ...changes })?.limit;
const busy = { name: 'Our account', open: 2, recent: 0, maxOpen: 2, maxRecent: 60 };

describe('why a job waits', () => {
  it('names the places of its kind, how many are taken and who goes first', () => {
    expect(explainWait(pending)).toEqual({
      limit: 'slot',
      slot: { kind: 'render', used: 2, total: 2 },
      ahead: { own: 1, raised: 0, others: 0 },
    });
  });

  it.each([
    ['other organizations, whose turn is before it', 'share', { ahead: { own: 3, raised: 0, others: 1 } }],
    ['what its own people put before it', 'priority', { ahead: { own: 3, raised: 1, others: 0 } }],
    ['that also where others go first too', 'priority', { ahead: { own: 3, raised: 1, others: 2 } }],
    [
      'nothing, when there is a place for all before it',
      'starting',
      { slot: { kind: 'render', used: 0, total: 2 }, ahead: { own: 1, raised: 1, others: 0 } },
    ],
    ['nothing, when a place is free for it', 'starting', { slot: { kind: 'render', used: 0, total: 2 } }],
    ['a place that is free but not for it', 'slot', { slot: { kind: 'render', used: 1, total: 2 } }],
    ['somebody who offers such places', 'no_worker', { slot: { kind: 'gpu', used: 0, total: null } }],
    [
      'a place of its organization, which has as many in work as it may',
      'organization',
      { organization: { running: 2, total: 2 }, ahead: null, slot: { kind: 'render', used: 0, total: 2 } },
    ],
    ['the turn of its kind, where its organization may have more', 'slot', { organization: { running: 1, total: 3 } }],
    ['the operator before all else', 'studio_paused', { mode: 'paused', isPaused: true }],
    ['a drain, when it has not begun', 'studio_draining', { mode: 'draining' }],
    ['its turn in a drain, when it has', 'slot', { mode: 'draining', isBegun: true }],
    ['the keepers of its organization', 'paused', { isPaused: true }],
    ['money', 'budget', { status: 'waiting', reason: 'budget' }],
    ['a connection that was turned off', 'connection_off', { status: 'waiting', reason: 'connection_off' }],
    ['a server that is drained', 'server_draining', { status: 'waiting', reason: 'server_draining' }],
    ['an answer', 'unknown_outcome', { status: 'waiting', reason: 'unknown_outcome' }],
    ['an account with all its places taken', 'connection', { status: 'processing', connection: busy }],
    [
      'an account that was asked often enough',
      'connection',
      { status: 'processing', connection: { ...busy, open: 0, recent: 60 } },
    ],
  ] as const)('waits for %s', (_, limit, changes) => {
    expect(limitOf(changes)).toBe(limit);
  });

  it('says when the next try is due', () => {
    const dueAt = new Date('2026-11-26T21:00:00Z');
    expect(explainWait({ ...pending, dueAt })).toEqual({ limit: 'schedule', until: dueAt.toISOString() });
  });

  it.each([
    ['runs', { status: 'processing' }],
    ['runs at an account with room', { status: 'processing', connection: { ...busy, open: 1 } }],
    ['has ended', { status: 'completed' }],
    ['was stopped', { status: 'cancelled' }],
  ] as const)('says nothing of a job that %s', (_, changes) => {
    expect(limitOf(changes)).toBeUndefined();
  });
});
