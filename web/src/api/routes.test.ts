import {
  accountRoutes,
  assetRoutes,
  auditRoutes,
  billingRoutes,
  brandRoutes,
  budgetRoutes,
  catalogueRoutes,
  comfyServerRoutes,
  connectionRoutes,
  creditRoutes,
  dashboardRoutes,
  deliveryRoutes,
  heldRoutes,
  jobRoutes,
  notificationRoutes,
  presenceRoutes,
  productImportRoutes,
  productTemplateRoutes,
  projectRoutes,
  type RouteDefinition,
  safetyRoutes,
  savedViewRoutes,
  webhookRoutes,
} from '@kinora/contract';
import { expect, test } from 'vitest';
import { ROUTES } from './routes.ts';

const contract: Record<string, RouteDefinition> = {
  ...accountRoutes,
  ...assetRoutes,
  ...auditRoutes,
  ...brandRoutes,
  ...creditRoutes,
  ...budgetRoutes,
  ...billingRoutes,
  ...catalogueRoutes,
  ...connectionRoutes,
  ...heldRoutes,
  ...comfyServerRoutes,
  ...jobRoutes,
  ...productTemplateRoutes,
  ...projectRoutes,
  ...webhookRoutes,
  ...notificationRoutes,
  ...presenceRoutes,
  ...dashboardRoutes,
  ...deliveryRoutes,
  ...productImportRoutes,
  ...safetyRoutes,
  ...savedViewRoutes,
};

test.each(Object.entries(ROUTES))('%s is called where the contract has it', (name, address) => {
  expect(contract[name]).toBeDefined();
  expect(address).toBe(`${contract[name]?.method} ${contract[name]?.path}`);
});
