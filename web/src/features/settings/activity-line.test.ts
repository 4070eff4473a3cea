import { auditAction } from '@kinora/contract';
import { i18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { describe, expect, test } from 'vitest';
import type { AuditAction, AuditEntry } from '../../api/index.ts';
import arabic from '../../app/words/ar.json' with { type: 'json' };
import english from '../../app/words/en.json' with { type: 'json' };
import hebrew from '../../app/words/he.json' with { type: 'json' };
import type { Words } from '../../app/words/index.ts';
import { formatMoney } from '../../app/words/money.ts';
import { AUDIT_ACTIONS, sentenceOfEntry } from './activity-line.ts';

/** As the app says it, plurals too. */
const say =
  (messages: Record<string, string>): Words =>
  (key, values = {}) => {
    i18n.loadAndActivate({ locale: 'en', messages: { [key]: compileMessage(messages[key] ?? '') } });
    return i18n._(key, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value || `{${name}}`])));
  };
const money = {
  micros: (currency: string, micros: number) => formatMoney('de', currency, micros),
  minor: () => '',
};
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
  expect(sentenceOfEntry(entry({}), say(english), money).replace(/[\u2068\u2069]/g, '')).toBe(
    'Noa: changed the role of ben@example.com from editor to admin',
  );
});

test('who left and the operator are said without a name', () => {
  const actor = { kind: 'person', userId: null, name: null } as const;
  expect(sentenceOfEntry(entry({ actor }), say(english), money)).toContain('Somebody who left since');
  expect(sentenceOfEntry(entry({ actor: { ...actor, kind: 'operator' } }), say(english), money)).toContain('operator');
});

/** What a line of the kind holds beside who and whom (`noteAct`); a sentence that asks for more would have a hole. */
const DETAILS: Partial<Record<AuditAction, Record<string, unknown>>> = {
  'invitation.created': { role: 'editor' },
  'invitation.accepted': { role: 'editor' },
  'member.role_changed': { from: 'editor', to: 'admin' },
  'organization.changed': {
    name: { from: 'Nera', to: 'Orbit' },
    timeZone: { from: 'UTC', to: 'Asia/Dubai' },
    editorsEditAll: { from: true, to: false },
    requiresSecondFactor: { from: false, to: true },
  },
  'connection.changed': {
    name: { from: 'Runway', to: 'Orbit' },
    isEnabled: { from: true, to: false },
    limits: { from: {}, to: {} },
  },
  'comfy_server.changed': { isDraining: { from: false, to: true }, tokens: { from: 2, to: 7 } },
  'brand_routes.changed': { choices: { from: [], to: [] } },
  'budget.created': { scope: 'project', unit: 'credits', limit: 250, mode: 'stop' },
  'budget.deleted': { scope: 'project', unit: 'USD', limit: 20_000_000, mode: 'stop' },
  'budget.changed': {
    scope: 'project',
    unit: 'EUR',
    limit: { from: 0, to: 12_500_000 },
    mode: { from: 'warn', to: 'stop' },
    allowsUnpriced: { from: false, to: true },
  },
  'safety_policy.changed': {
    level: { from: 'standard', to: 'strict' },
    usesVendors: { from: true, to: false },
    checksPictures: { from: false, to: true },
  },
  'purchase.begun': { credits: 100 },
  'purchase.paid': { credits: 250, plan: 'starter' },
  'webhook.changed': {
    url: { from: 'https://a.example', to: 'https://b.example' },
    eventTypes: { from: [], to: ['job.completed'] },
    isOn: { from: false, to: true },
  },
};
/** Of these the sentence itself says what it was done to. */
const NAMELESS = ['invitation.accepted', 'organization.changed', 'safety_policy.changed', 'purchase.begun'];
/** What a line has to say of its details, as it stands in every language or under the key. */
const TOLD: Partial<Record<AuditAction, readonly string[]>> = {
  'invitation.created': ['role.editor'],
  'invitation.accepted': ['role.editor'],
  'member.role_changed': ['role.editor', 'role.admin'],
  'organization.changed': [
    'Orbit',
    'Asia/Dubai',
    'activity.set.editorsEditAll.off',
    'activity.set.requiresSecondFactor.on',
  ],
  'connection.changed': ['Orbit', 'activity.set.isEnabled.off', 'activity.set.limits'],
  'comfy_server.changed': ['activity.set.isDraining.on', '7'],
  'budget.created': ['250'],
  'budget.deleted': ['20\u00a0USD'],
  'budget.changed': ['12,50\u00a0EUR', 'budgets.mode.stop', 'activity.set.allowsUnpriced.on'],
  'safety_policy.changed': ['safety.level.strict', 'activity.set.usesVendors.off', 'activity.set.checksPictures.on'],
  'purchase.begun': ['100'],
  'webhook.changed': ['https://b.example', 'activity.set.eventTypes', 'activity.set.isOn.on'],
};

describe.each([
  ['English', english],
  ['Hebrew', hebrew],
  ['Arabic', arabic],
])('in %s', (_language, words) => {
  const messages: Record<string, string> = words;

  test.each(auditAction.options)('%s says who, what and how', (action) => {
    const details = DETAILS[action] ?? {};
    const sentence = sentenceOfEntry(entry({ action, details }), say(messages), money).replace(/[\u2068\u2069]/g, '');
    expect(sentence).toContain('Noa');
    if (!NAMELESS.includes(action)) expect(sentence).toContain('ben@example.com');
    for (const told of TOLD[action] ?? []) expect(sentence).toContain(messages[told] ?? told);
    expect(sentence).not.toMatch(/[{}]|\s{2}|\s$|undefined/);
  });

  test('a budget of everybody and Stripe are said in words', () => {
    const budget = entry({ action: 'budget.deleted', details: { scope: 'organization', unit: 'credits', limit: 2 } });
    expect(sentenceOfEntry(budget, say(messages), money)).toContain(messages['activity.wholeOrganization']);
    const paid = entry({ action: 'purchase.paid', actor: { kind: 'stripe', userId: null, name: null } });
    expect(sentenceOfEntry({ ...paid, details: { credits: 100 } }, say(messages), money)).toContain('Stripe');
  });
});
