import type { ErrorTable } from '@kinora/contract';

/** Status and standing sentence of every code this slice throws. */
export const safetyErrors = {
  'safety.refused': {
    status: 422,
    sentence:
      'These words were refused by the safety rules of your organization, and nothing was made. Change them, or appeal under Settings, Safety.',
  },
  'safety.check_unreachable': {
    status: 503,
    sentence:
      'The words could not be checked, and your organization’s rules ask for it. Nothing was made. Try again shortly.',
  },
  'safety.picture_refused': {
    status: 422,
    sentence:
      'A picture was refused by the picture check, and nothing was made. Use another one, or appeal under Settings, Safety: an owner or admin decides.',
  },
  'safety.picture_unchecked': {
    status: 503,
    sentence:
      'A picture could not be checked yet, and your organization’s rules ask for it. Nothing was made. It is tried again by itself; try again shortly.',
  },
  'safety.pictures_required': { status: 409, sentence: 'Pictures are always checked here. The level can be changed.' },
  'safety.decision_not_found': { status: 404, sentence: 'This refusal does not exist, or it is somebody else’s.' },
  'safety.not_appealable': { status: 409, sentence: 'Refusals that concern children cannot be appealed.' },
  'safety.already_appealed': { status: 409, sentence: 'This refusal was appealed already.' },
  'safety.no_appeal': { status: 409, sentence: 'This refusal has no open appeal.' },
  'consent.missing': {
    status: 422,
    sentence:
      'This needs a person’s consent, and none that is valid is recorded. Record it under Settings, Safety. Nothing was paid.',
  },
  'consent.not_found': { status: 404, sentence: 'This consent does not exist, or it belongs to another organization.' },
} as const satisfies ErrorTable;
