import { createProviders } from '@kinora/providers';
import { expect, it } from 'vitest';
import { loadConfig } from '../../platform/config/index.ts';

it('every vendor that wants a key can be set for all by the operator, at an address of its own too', () => {
  const vendors = createProviders().filter(({ isKeyOptional }) => !isKeyOptional);
  expect(vendors.length).toBeGreaterThan(5);
  for (const { id } of vendors) {
    const name = `KINORA_CONNECTION_${id.toUpperCase()}`;
    const baseUrl = 'https://gateway.example';
    const { connections } = loadConfig({ [name]: 'key-of-the-operator', [`${name}_URL`]: baseUrl });
    expect([...connections]).toEqual([[id, { secret: 'key-of-the-operator', baseUrl }]]);
  }
});
