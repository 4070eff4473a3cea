import { rmSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { deriveRolePasswords, prepareDatabase, startEmbeddedPostgres, toRoleUrls } from '../platform/database/index.ts';
import { makeQuickFolder } from './quick-folder.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    ownerUrl: string;
    roleSecret: string;
  }
}

const ROLE_SECRET = 'roles of the test run';

/**
 * One PostgreSQL for the whole run. Its database `template_kinora` is migrated once; each test file clones it, which
 * takes tens of milliseconds. fsync is off, and they lie in memory where there is room: these databases live for seconds.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = makeQuickFolder('server');
  const server = await startEmbeddedPostgres({
    dataFolder: folder,
    settings: ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=120'],
  });
  const templateUrl = await createTemplate(server.ownerUrl);
  await prepareDatabase({ ownerUrl: templateUrl, passwords: deriveRolePasswords(ROLE_SECRET) });
  project.provide('ownerUrl', server.ownerUrl);
  project.provide('roleSecret', ROLE_SECRET);
  return async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

async function createTemplate(ownerUrl: string): Promise<string> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  await client.query('create database template_kinora');
  await client.end();
  const url = new URL(ownerUrl);
  url.pathname = '/template_kinora';
  return toRoleUrls(url.href, deriveRolePasswords(ROLE_SECRET)).owner;
}
