import { filmOutput, type ProductFilmInput, type ProductTemplate, productFilmInput, say } from '@kinora/contract';
import type { FilmLeaves } from '../film/film-leaves.ts';
import { type FilmMaterial, loadFilmMaterial } from '../film/material.ts';
import { quoteStoryboard } from '../film/quote.ts';
import { planFilm } from '../film/run/plan-film.ts';
import { nameOf, runFilm } from '../film/run/run-film.ts';
import { type AnyLeaf, defineStudio } from '../studio.ts';
import { findTemplate, toFilmInput } from './film-input.ts';
import { PRODUCT_FILM_FORM } from './form.ts';
import { BUILT_IN_TEMPLATES } from './templates.ts';

type ProductMaterial = { template: ProductTemplate; film: FilmMaterial };

/** Films of one product from a template. Planned by its own planner; drawn, heard and finished as every film is. */
export function createProductFilmStudio(leaves: FilmLeaves, anyLeaves: readonly AnyLeaf[]) {
  return defineStudio({
    id: 'product-film',
    title: 'Product film',
    version: 1,
    isListed: true,
    input: productFilmInput,
    output: filmOutput,
    capabilities: ['image', 'video', 'music'],
    preview: 'exact',
    form: PRODUCT_FILM_FORM,
    defaultInput: {
      template: 'runway',
      seconds: 10,
      ratios: ['16:9', '9:16', '1:1', '4:5'],
      fps: 30,
      quality: 'final',
    },
    async loadMaterial(ports, input): Promise<ProductMaterial> {
      const template = await findTemplate(ports, input);
      return { template, film: await loadFilmMaterial(ports, toFilmInput(input, template)) };
    },
    plan: (input, { template, film }) => planFilm(toFilmInput(input, template), film),
    quote: (input, { template, film }, context) =>
      quoteStoryboard(
        planFilm(toFilmInput(input, template), film),
        { photographs: film.notAnalysed.length, ratios: input.ratios, isFreeSample: false },
        context,
      ),
    leaves: anyLeaves,
    jobTitle: titleOf,
    async run(context, input) {
      // Recorded, so that a template changed meanwhile does not change a film that goes on after a restart.
      const template = await context.step('template', () => findTemplate(context.ports, input));
      return runFilm(context, leaves, toFilmInput(input, template));
    },
  });
}

function titleOf(input: ProductFilmInput): string {
  const name = nameOf(toFilmInput(input, BUILT_IN_TEMPLATES[input.template]));
  return say('job.film', { name: name.slice(0, 60), seconds: input.seconds });
}
