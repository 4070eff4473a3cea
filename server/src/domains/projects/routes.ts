import { projectRoutes } from '@kinora/contract';
import { enhanceByRules } from '@kinora/studios';
import { bindRoutes, decodeCursor, encodeCursor, type RegisteredRoute } from '../../platform/http/index.ts';
import { toContentDisposition } from '../../platform/storage/index.ts';
import type { ProjectService } from './service.ts';

/** Handlers only: what is allowed and what happens is the service's. */
export function createProjectRoutes(projects: ProjectService): RegisteredRoute[] {
  return bindRoutes<typeof projectRoutes>(projectRoutes, {
    async listProjects({ actor, query }) {
      const [changedAt, id] = (decodeCursor(query.cursor, ['time', 'id']) ?? []) as [string?, string?];
      const after = changedAt && id ? { changedAt, id } : null;
      const { items, next } = await projects.list(actor, { ...query, after });
      return { status: 200, body: { items, nextCursor: next && encodeCursor([next.changedAt, next.id]) } };
    },
    async createProject({ actor, body }) {
      const project = await projects.create(actor, body);
      return { status: 201, body: project, headers: { location: `/api/v1/projects/${project.id}` } };
    },
    async getProject({ actor, params }) {
      return { status: 200, body: await projects.get(actor, params.id) };
    },
    async getProjectTree({ actor, params }) {
      return { status: 200, body: await projects.getTree(actor, params.id) };
    },
    async updateProject({ actor, params, body, ifMatch }) {
      return { status: 200, body: await projects.update(actor, params.id, body, ifMatch) };
    },
    async deleteProject({ actor, params }) {
      await projects.delete(actor, params.id);
      return { status: 204 };
    },
    async restoreProject({ actor, params }) {
      return { status: 200, body: await projects.restore(actor, params.id) };
    },
    async planFilm({ actor, body }) {
      return { status: 200, body: await projects.plan(actor, body) };
    },
    async enhancePrompt({ body }) {
      return { status: 200, body: { ...enhanceByRules(body), madeBy: 'Built-in engine' } };
    },
    async updateShot({ actor, params, body, ifMatch }) {
      return { status: 200, body: await projects.updateShot(actor, params.id, body, ifMatch) };
    },
    async previewShot({ actor, params, query, reply }) {
      const picture = await projects.previewShot(actor, params.id, query);
      await reply.type('image/jpeg').header('cache-control', 'private, no-cache').send(picture);
      return 'sent';
    },
    async listProjectFiles({ actor, params }) {
      return { status: 200, body: { items: await projects.listFiles(actor, params.id) } };
    },
    async downloadProject({ actor, params, reply }) {
      const { name, content } = await projects.openZip(actor, params.id);
      const disposition = toContentDisposition('attachment', name);
      await reply.type('application/zip').header('content-disposition', disposition).send(content);
      return 'sent';
    },
    async getTimeline({ actor, params }) {
      return { status: 200, body: await projects.getTimeline(actor, params.id) };
    },
  });
}
