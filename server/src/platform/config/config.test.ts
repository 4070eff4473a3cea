import { isKinoraError } from '@kinora/contract';
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
    };
    try {
      loadConfig({ ...secrets, PORT: 'many' });
      expect.unreachable('a wrong configuration was accepted');
    } catch (error) {
      if (!isKinoraError(error)) throw error;
      expect(error.sentence).toContain('it is "many"');
      for (const secret of ['short-key', 'pass-word', 'token-7']) {
        expect(error.sentence).not.toContain(secret);
        expect(error.message).not.toContain(secret);
      }
    }
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
