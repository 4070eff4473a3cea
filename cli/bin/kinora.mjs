#!/usr/bin/env node
/** The `kinora` command inside a clone: builds the bundle when it is stale, then runs it. */
import { buildServer } from '../../scripts/build.mjs';

await buildServer();
await import(new URL('../../build/cli/src/main.js', import.meta.url).href);
