import {
  accountRoutes,
  assetRoutes,
  brandRoutes,
  creditRoutes,
  dashboardRoutes,
  jobRoutes,
  notificationRoutes,
  productTemplateRoutes,
  projectRoutes,
  type RouteDefinition,
  webhookRoutes,
} from '@kinora/contract';
import { expect, test } from 'vitest';
import { ROUTES } from './routes.ts';

const contract: Record<string, RouteDefinition> = {
  ...accountRoutes,
  ...assetRoutes,
  ...brandRoutes,
  ...creditRoutes,
  ...jobRoutes,
  ...productTemplateRoutes,
  ...projectRoutes,
  ...webhookRoutes,
  ...notificationRoutes,
  ...dashboardRoutes,
};

test.each(Object.entries(ROUTES))('%s is called where the contract has it', (name, address) => {
  expect(contract[name]).toBeDefined();
  expect(address).toBe(`${contract[name]?.method} ${contract[name]?.path}`);
});
