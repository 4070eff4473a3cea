import { expect, test } from 'vitest';
import { renderApiReference, renderCurl } from './api.ts';
import { EXAMPLE_BODIES } from './examples.ts';
import { ROUTES } from './routes.ts';

test('every route stands in the reference with its own call', () => {
  const page = renderApiReference(ROUTES);
  expect(ROUTES.length).toBeGreaterThan(60);
  for (const route of ROUTES) {
    expect(page).toContain(`### ${route.method} ${route.path}\n`);
    expect(page).toContain(renderCurl(route));
  }
});

test('every example body is one the route takes', () => {
  for (const route of ROUTES) {
    const body = EXAMPLE_BODIES[route.operationId];
    expect(body !== undefined, route.operationId).toBe(route.body !== undefined);
    if (route.body) expect(route.body.safeParse(body), route.operationId).toMatchObject({ success: true });
  }
});

test('operations have names of their own', () => {
  const names = ROUTES.map((route) => route.operationId);
  expect(new Set(names).size).toBe(names.length);
  expect(Object.keys(EXAMPLE_BODIES).filter((name) => !names.includes(name))).toEqual([]);
});
