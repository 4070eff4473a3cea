import type { ErrorTable } from '@kinora/contract';

/** Status and standing sentence of every code this slice throws. */
export const projectErrors = {
  'project.not_found': { status: 404, sentence: 'This film does not exist, or it belongs to another organization.' },
  'shot.not_found': { status: 404, sentence: 'This shot does not exist, or it belongs to another organization.' },
  'take.not_found': { status: 404, sentence: 'This take does not belong to the shot.' },
  'project.not_own': {
    status: 403,
    sentence: 'In this organization editors change their own films only. Ask its owner or an admin.',
  },
  'project.changed': {
    status: 412,
    sentence: 'Somebody changed this while you were editing. Look at it again and repeat your change.',
  },
  'project.brief_empty': { status: 422, sentence: 'A film that is made needs its brief. Write at least one word.' },
  'project.brand_unknown': { status: 422, sentence: 'The brand of this film does not exist.' },
  'project.picture_unknown': { status: 422, sentence: 'One of the pictures of this film does not exist.' },
  'project.no_storyboard': { status: 409, sentence: 'This film has no storyboard yet. Make it first.' },
  'film.plan_of_template': {
    status: 422,
    sentence: 'A film made from a template has its words from there. Change the template instead.',
  },
  'project.no_files': { status: 409, sentence: 'This film has no finished files yet.' },
  'project.preview_unavailable': {
    status: 503,
    sentence: 'Previews cannot be drawn at the moment. Try again shortly.',
  },
} as const satisfies ErrorTable;
