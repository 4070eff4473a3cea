import { tmpdir } from 'node:os';
import { isKinoraError } from '@kinora/contract';
import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { loadConfig } from './config.ts';
import { renderEnvironmentExample } from './reference.ts';
import { VARIABLES } from './variables.ts';

describe('the configuration', () => {
  it('needs nothing', () => {
    expect(loadConfig({})).toMatchObject({
      host: '127.0.0.1',
      port: 4747,
      preset: 'self-hosted',
      database: { kind: 'embedded' },
      files: { kind: 'local' },
      roles: ['api', 'worker', 'render'],
      engine: {},
    });
  });

  it('names every fault at once', () => {
    try {
      loadConfig({
        PORT: 'many',
        S3_BUCKET: 'files',
        DATABASE_URL: 'mysql://x',
        LOG_LEVEL: 'loud',
        KINORA_ROLES: 'api,cook',
      });
      expect.unreachable('a wrong configuration was accepted');
    } catch (error) {
      if (!isKinoraError(error)) throw error;
      for (const name of ['PORT', 'S3_BUCKET', 'DATABASE_URL', 'LOG_LEVEL', 'KINORA_ROLES', 'KINORA_SECRET_KEY'])
        expect(error.sentence).toContain(name);
    }
  });

  it('does not repeat keys and passwords in its faults', () => {
    const secrets = {
      KINORA_SECRET_KEY: 'short-key',
      DATABASE_URL: 'mysql://me:pass-word@x',
      METRICS_TOKEN: 'token-7',
      STRIPE_WEBHOOK_SECRET: 'whsec-9',
    };
    try {
      loadConfig({ ...secrets, PORT: 'many' });
      expect.unreachable('a wrong configuration was accepted');
    } catch (error) {
      if (!isKinoraError(error)) throw error;
      expect(error.sentence).toContain('it is "many"');
      for (const secret of ['short-key', 'pass-word', 'token-7', 'whsec-9']) {
        expect(error.sentence).not.toContain(secret);
        expect(error.message).not.toContain(secret);
      }
    }
  });

  it('sells only with both keys of Stripe', () => {
    const [STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET] = ['sk_test_emulated', 'whsec_emulated'];
    expect(loadConfig({}).stripe).toBeUndefined();
    expect(loadConfig({ STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET }).stripe).toEqual({
      secretKey: STRIPE_SECRET_KEY,
      webhookSecret: STRIPE_WEBHOOK_SECRET,
      apiUrl: undefined,
    });
    for (const half of [{ STRIPE_SECRET_KEY }, { STRIPE_WEBHOOK_SECRET }, { STRIPE_API_URL: 'http://127.0.0.1:1' }])
      expect(() => loadConfig(half)).toThrow(/STRIPE/);
  });

  it('says what a value must be, and finds programs that are not there before a film does', () => {
    const refused = (environment: Record<string, string>) => {
      try {
        loadConfig(environment);
      } catch (error) {
        if (isKinoraError(error)) return error.sentence;
      }
      return expect.unreachable(`${JSON.stringify(environment)} was accepted`);
    };
    expect(refused({ FFMPEG_PATH: '/nope' })).toContain('FFMPEG_PATH names a program that is not there; it is "/nope"');
    expect(refused({ FFMPEG_PATH: tmpdir() })).toContain('FFMPEG_PATH takes the path of a program, not of a folder');
    expect(refused({ S3_BUCKET: 'ab' })).toContain('S3_BUCKET needs at least 3 characters; it is "ab"');
    expect(refused({ PORT: '-1' })).toContain('PORT takes a port from 0 to 65535');
    for (const wrong of ['banana', '10.0.0.0/40', '1.2.3', 'loopback,nowhere', '2', '-1'])
      expect(refused({ TRUST_PROXY: wrong }), wrong).toContain('TRUST_PROXY takes true, false');
  });

  it.each([
    ['true', true],
    ['false', false],
    ['1', true],
    ['0', false],
    ['127.0.0.1', '127.0.0.1'],
    ['loopback, 10.0.0.0/8 ,fd00::/8', 'loopback,10.0.0.0/8,fd00::/8'],
  ])('believes the proxies of TRUST_PROXY=%s, as the HTTP server understands it', (text, understood) => {
    const { trustProxy } = loadConfig({ TRUST_PROXY: text });
    expect(trustProxy).toEqual(understood);
    Fastify({ trustProxy });
  });

  it('takes an empty value as not set', () => {
    expect(loadConfig({ PORT: '', SMTP_URL: '' })).toMatchObject({ port: 4747, mail: { smtpUrl: undefined } });
  });

  it('fetches from private networks only when self-hosted or told so', () => {
    expect(loadConfig({}).privateHosts).toContain('192.168.0.0/16');
    expect(loadConfig({ KINORA_PRESET: 'hosted' }).privateHosts).toEqual([]);
    expect(
      loadConfig({ KINORA_PRESET: 'hosted', KINORA_PRIVATE_HOSTS: 'gpu.local, 10.1.0.0/16' }).privateHosts,
    ).toEqual(['gpu.local', '10.1.0.0/16']);
  });

  it('lists each variable in .env.example', () => {
    const text = renderEnvironmentExample();
    for (const { name } of VARIABLES) expect(text).toContain(`#${name}=`);
  });
});
