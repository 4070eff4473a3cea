import type { RouteDefinition } from '@kinora/contract';
import * as contract from '@kinora/contract';
import { expect, test } from 'vitest';
import { renderApiReference, renderCurl } from './api.ts';
import { EXAMPLE_BODIES, EXAMPLE_PARAMETERS, EXAMPLE_QUERIES } from './examples.ts';
import { ROUTES } from './routes.ts';

test('every route stands in the reference with its own call', () => {
  const page = renderApiReference(ROUTES);
  expect(ROUTES.length).toBeGreaterThan(60);
  for (const route of ROUTES) {
    expect(page).toContain(`### ${route.method} ${route.path}\n`);
    expect(page).toContain(renderCurl(route));
  }
});

test('no table of the contract is left out', () => {
  const known = new Set(ROUTES.map(({ operationId }) => operationId));
  const tables = Object.entries(contract).filter(([name]) => name.endsWith('Routes'));
  expect(tables.length).toBeGreaterThan(20);
  for (const [name, table] of tables)
    for (const { operationId } of Object.values(table as unknown as Record<string, RouteDefinition>))
      expect(known.has(operationId), `${operationId} of ${name}`).toBe(true);
});

test('every example body is one the route takes', () => {
  for (const route of ROUTES) {
    const body = EXAMPLE_BODIES[route.operationId];
    expect(body !== undefined, route.operationId).toBe(route.body !== undefined);
    if (route.body) expect(route.body.safeParse(body), route.operationId).toMatchObject({ success: true });
  }
});

test('every example path and query is one the route takes, also where nothing is asked for', () => {
  for (const route of ROUTES) {
    const given = Object.fromEntries([...new URLSearchParams(EXAMPLE_QUERIES[route.operationId] ?? '')]);
    if (route.query) expect(route.query.safeParse(given), route.operationId).toMatchObject({ success: true });
    else expect(given, route.operationId).toEqual({});
    const names = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name!);
    const parameters = Object.fromEntries(names.map((name) => [name, EXAMPLE_PARAMETERS[name]]));
    if (route.params) expect(route.params.safeParse(parameters), route.operationId).toMatchObject({ success: true });
  }
});

test('operations have names of their own', () => {
  const names = ROUTES.map((route) => route.operationId);
  expect(new Set(names).size).toBe(names.length);
  expect(Object.keys(EXAMPLE_BODIES).filter((name) => !names.includes(name))).toEqual([]);
});
