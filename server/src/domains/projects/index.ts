export { projectErrors } from './errors.ts';
export type { FilmPortDependencies, FilmPortScope } from './film-port.ts';
export { createFilmPort } from './film-port.ts';
export { createProjectRoutes } from './routes.ts';
export type { DrawShot, FilmPrice, FilmStudioDoor, ProjectDependencies, ProjectService } from './service.ts';
export { createProjectService } from './service.ts';
