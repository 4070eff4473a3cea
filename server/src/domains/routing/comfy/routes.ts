import { comfyServerRoutes } from '@kinora/contract';
import { bindRoutes, type RegisteredRoute } from '../../../platform/http/index.ts';
import type { ComfyServerService } from './server-service.ts';
import type { ComfyWorkflowService } from './workflow-service.ts';

export function createComfyRoutes(servers: ComfyServerService, workflows: ComfyWorkflowService): RegisteredRoute[] {
  return bindRoutes<typeof comfyServerRoutes>(comfyServerRoutes, {
    async listComfyServers({ actor }) {
      return { status: 200, body: await servers.list(actor) };
    },
    async createComfyServer({ actor, body }) {
      return { status: 201, body: await servers.create(actor, body) };
    },
    async updateComfyServer({ actor, params, body }) {
      return { status: 200, body: await servers.update(actor, params.id, body) };
    },
    async lookAtComfyServer({ actor, params }) {
      return { status: 200, body: await servers.look(actor, params.id) };
    },
    async renewComfyAgentKey({ actor, params }) {
      return { status: 200, body: await servers.renewAgentKey(actor, params.id) };
    },
    async deleteComfyServer({ actor, params }) {
      await servers.delete(actor, params.id);
      return { status: 204 };
    },
    async listComfyWorkflows({ actor }) {
      return { status: 200, body: await workflows.list(actor) };
    },
    async importComfyWorkflow({ actor, body }) {
      return { status: 201, body: await workflows.import(actor, body) };
    },
    async renameComfyWorkflow({ actor, params, body }) {
      return { status: 200, body: await workflows.rename(actor, params.id, body.name) };
    },
    async deleteComfyWorkflow({ actor, params }) {
      await workflows.delete(actor, params.id);
      return { status: 204 };
    },
  });
}
