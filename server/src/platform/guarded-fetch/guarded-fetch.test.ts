import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPublicAddress } from './addresses.ts';
import { createGuardedFetch } from './index.ts';

let server: Server;
let base: string;
const LIMITS = { maximumBytes: 1000, timeoutMs: 2000 };

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/big') response.end(Buffer.alloc(5000));
    else if (request.url === '/slow') setTimeout(() => response.end('late'), 1500);
    else if (request.url === '/loop') response.writeHead(302, { location: '/loop' }).end();
    else if (request.url === '/nowhere') response.writeHead(302, { location: 'http://[' }).end();
    else if (request.url === '/inside') response.writeHead(302, { location: `http://10.0.0.1/secret` }).end();
    else response.end(`host ${request.headers.host}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const loopbackAllowed = createGuardedFetch({ privateHosts: ['127.0.0.1'] });

describe('the guarded fetcher', () => {
  it('refuses private addresses, also behind a name', async () => {
    const hosted = createGuardedFetch({
      privateHosts: [],
      lookup: async () => [{ address: '169.254.169.254', family: 4 }],
    });
    await expect(hosted('http://metadata.example/', LIMITS)).rejects.toHaveProperty('code', 'fetch.private_address');
    await expect(createGuardedFetch({ privateHosts: [] })(base, LIMITS)).rejects.toHaveProperty(
      'code',
      'fetch.private_address',
    );
  });

  it('refuses a name with one public and one private answer', async () => {
    const mixed = createGuardedFetch({
      privateHosts: [],
      lookup: async () => [
        { address: '93.184.216.34', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ],
    });
    await expect(mixed('http://mixed.example/', LIMITS)).rejects.toHaveProperty('code', 'fetch.private_address');
  });

  it('connects to the address it judged, whatever the name says later', async () => {
    const port = new URL(base).port;
    const pinned = createGuardedFetch({
      privateHosts: ['127.0.0.0/8'],
      lookup: async () => [{ address: '127.0.0.1', family: 4 }],
    });
    const answer = await pinned(`http://anything.example:${port}/`, LIMITS);
    expect(answer.bytes.toString()).toBe(`host anything.example:${port}`);
  });

  it('judges redirects anew', async () => {
    await expect(loopbackAllowed(`${base}/inside`, LIMITS)).rejects.toHaveProperty('code', 'fetch.private_address');
    await expect(loopbackAllowed(`${base}/loop`, LIMITS)).rejects.toHaveProperty('code', 'fetch.too_many_redirects');
  });

  it('refuses a redirect to what is no address', async () => {
    await expect(loopbackAllowed(`${base}/nowhere`, LIMITS)).rejects.toHaveProperty('code', 'fetch.bad_address');
  });

  it('stops at the size and time limits', async () => {
    await expect(loopbackAllowed(`${base}/big`, LIMITS)).rejects.toHaveProperty('code', 'fetch.too_large');
    await expect(loopbackAllowed(`${base}/slow`, { ...LIMITS, timeoutMs: 200 })).rejects.toHaveProperty(
      'code',
      'fetch.timeout',
    );
  });

  it.each(['file:///etc/passwd', 'ftp://example.com/', 'http://user:pass@example.com/', 'no address'])(
    'refuses %s',
    async (address) => {
      await expect(loopbackAllowed(address, LIMITS)).rejects.toHaveProperty('code', 'fetch.bad_address');
    },
  );

  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '192.168.0.1',
    '172.16.0.1',
    '169.254.1.1',
    '100.64.0.1',
    '0.0.0.0',
    '::1',
    'fd00::1',
    'fe80::1',
    '::ffff:10.0.0.1',
    '224.0.0.1',
  ])('%s is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});
