import { join } from 'node:path';
import { codeRoot, startProgramsFrom } from '../files/program.ts';

/** Set up before each test file of the projects that start child programs; e2e/testing/build-once.ts has built them. */
startProgramsFrom(join(codeRoot, 'build'));
