import { auditAction } from '@kinora/contract';
import { describe, expect, test } from 'vitest';
import type { AuditAction, AuditEntry } from '../../api/index.ts';
import arabic from '../../app/words/ar.json' with { type: 'json' };
import english from '../../app/words/en.json' with { type: 'json' };
import hebrew from '../../app/words/he.json' with { type: 'json' };
import type { Words } from '../../app/words/index.ts';
import { AUDIT_ACTIONS, sentenceOfEntry } from './activity-line.ts';

const say =
  (messages: Record<string, string>): Words =>
  (key, values = {}) =>
    (messages[key] ?? '').replace(/\{(\w+)\}/g, (_, name) => String(values[name] || `{${name}}`));
const entry = (part: Partial<AuditEntry>): AuditEntry => ({
  id: '0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b',
  at: '2030-01-02T03:04:05.000Z',
  action: 'member.role_changed',
  actor: { kind: 'person', userId: null, name: 'Noa' },
  subject: 'ben@example.com',
  details: { from: 'editor', to: 'admin', role: 'viewer' },
  ...part,
});

test('the kinds are the contract’s', () => {
  expect(AUDIT_ACTIONS).toEqual(auditAction.options);
});

test('a line is a sentence with its roles', () => {
  expect(sentenceOfEntry(entry({}), say(english)).replace(/[\u2068\u2069]/g, '')).toBe(
    'Noa: changed the role of ben@example.com from editor to admin',
  );
});

test('who left and the operator are said without a name', () => {
  const actor = { kind: 'person', userId: null, name: null } as const;
  expect(sentenceOfEntry(entry({ actor }), say(english))).toContain('Somebody who left since');
  expect(sentenceOfEntry(entry({ actor: { ...actor, kind: 'operator' } }), say(english))).toContain('operator');
});

/** What a line of the kind holds beside who and whom (`insertAudit`); a sentence that asks for more would have a hole. */
const DETAILS: Partial<Record<AuditAction, Record<string, 'editor' | 'admin'>>> = {
  'invitation.created': { role: 'editor' },
  'invitation.accepted': { role: 'editor' },
  'member.role_changed': { from: 'editor', to: 'admin' },
};

describe.each([
  ['English', english],
  ['Hebrew', hebrew],
  ['Arabic', arabic],
])('in %s', (_language, messages) => {
  test.each(auditAction.options)('%s says who, whom and which roles', (action) => {
    const details = DETAILS[action] ?? {};
    const sentence = sentenceOfEntry(entry({ action, details }), say(messages)).replace(/[\u2068\u2069]/g, '');
    expect(sentence).toContain('Noa');
    // Who joins is the one it is about.
    if (action !== 'invitation.accepted') expect(sentence).toContain('ben@example.com');
    for (const role of Object.values(details)) expect(sentence).toContain(messages[`role.${role}`]);
    expect(sentence).not.toMatch(/[{}]|\s{2}|\s$/);
  });
});
