import type { ErrorEntry, ErrorTable } from '@kinora/contract';
import { engineErrors, intakeErrors, pictureCheckErrors, renderErrors, soundErrors } from '@kinora/media-node';
import { ACCOUNT_ERRORS } from './domains/accounts/index.ts';
import { assetErrors } from './domains/assets/index.ts';
import { billingErrors } from './domains/billing/index.ts';
import { brandErrors } from './domains/brands/index.ts';
import { budgetErrors } from './domains/budgets/index.ts';
import { catalogueErrors } from './domains/catalogue/index.ts';
import { CREDIT_ERRORS } from './domains/credits/index.ts';
import { deliveryErrors } from './domains/deliveries/index.ts';
import { JOB_ERRORS } from './domains/jobs/index.ts';
import { productTemplateErrors } from './domains/product-templates/index.ts';
import { projectErrors } from './domains/projects/index.ts';
import { routingErrors } from './domains/routing/index.ts';
import { safetyErrors } from './domains/safety/index.ts';
import { savedViewErrors } from './domains/saved-views/index.ts';
import { webhookErrors } from './domains/webhooks/index.ts';
import { backupErrors } from './platform/backup/index.ts';
import { CONFIG_ERRORS } from './platform/config/index.ts';
import { DATABASE_ERRORS } from './platform/database/index.ts';
import { FETCH_ERRORS } from './platform/guarded-fetch/errors.ts';
import { HTTP_ERRORS, mergeErrorTables } from './platform/http/index.ts';
import { SECRET_ERRORS } from './platform/secrets/index.ts';
import { storageErrors } from './platform/storage/index.ts';

/** What studios and stills say themselves; their packages know no HTTP. */
const STUDIO_ERRORS = {
  'studio.already_running': { status: 500, sentence: 'A studio runs on this data already.' },
  'worker.no_studio': {
    status: 500,
    sentence: 'No studio runs on this data. Start it first, or name the shared database and bucket.',
  },
  'studio.unknown_option': { status: 500, sentence: 'The studio does not know this option.' },
  'studio.port_taken': { status: 500, sentence: 'The port is used by another program.' },
  'film.video_unreadable': {
    status: 422,
    sentence: 'A film among the pictures cannot be read. Remove it or upload it again.',
  },
} satisfies ErrorTable;

/** Faults of the program, not of the person: they end a job, and their code tells the log and a report what was wrong. */
const DRAWING_ERRORS = {
  'film.not_planned': { status: 500, sentence: 'The film has no plan to draw from. Start it again.' },
  'film.no_draft': {
    status: 422,
    sentence: 'This shot has nothing of a provider to make again. Have its picture or motion made first.',
  },
  'film.no_first_frame': {
    status: 422,
    sentence: 'This model begins with a picture, and the shot shows none. Choose a model that needs no picture.',
  },
  'picture_act.no_picture': { status: 422, sentence: 'This works with pictures. Choose a photograph.' },
  'film.shot_missing': { status: 500, sentence: 'A shot of the film is gone. Start the film again.' },
  'media.video_unsupported': { status: 500, sentence: 'A film cannot be drawn here as a picture.' },
  'scene.kind_unknown': {
    status: 500,
    sentence: 'A scene of this kind cannot be drawn by this version of the studio.',
  },
  'scene.subject_missing': { status: 500, sentence: 'A scene lacks the picture it is about.' },
  'scene.words_missing': { status: 500, sentence: 'A scene lacks the words it is about.' },
} satisfies ErrorTable;

const TABLES: readonly ErrorTable[] = [
  HTTP_ERRORS,
  CONFIG_ERRORS,
  DATABASE_ERRORS,
  FETCH_ERRORS,
  SECRET_ERRORS,
  storageErrors,
  backupErrors,
  ACCOUNT_ERRORS,
  assetErrors,
  brandErrors,
  catalogueErrors,
  productTemplateErrors,
  savedViewErrors,
  webhookErrors,
  routingErrors,
  projectErrors,
  deliveryErrors,
  CREDIT_ERRORS,
  budgetErrors,
  safetyErrors,
  billingErrors,
  JOB_ERRORS,
  engineErrors,
  intakeErrors,
  pictureCheckErrors,
  renderErrors,
  soundErrors,
  STUDIO_ERRORS,
  DRAWING_ERRORS,
];

/** Every code of the product with its status and sentence. docs/reference/errors.md is written from it. */
export const errorRegistry: ReadonlyMap<string, ErrorEntry> = mergeErrorTables(TABLES);

const codes = new Map([...errorRegistry].map(([code, { sentence }]) => [sentence, code]));

/** The code whose own sentence this is; nothing for a sentence that was made for one case. */
export function errorCodeOf(sentence: string): string | undefined {
  return codes.get(sentence);
}
