import type { RouteDefinition } from '@kinora/contract';
import * as contract from '@kinora/contract';

/** Every route table of the contract, in the order of the reference. */
export const ROUTES: readonly RouteDefinition[] = [
  contract.accountRoutes,
  contract.assetRoutes,
  contract.brandRoutes,
  contract.catalogueRoutes,
  contract.productImportRoutes,
  contract.productTemplateRoutes,
  contract.savedViewRoutes,
  contract.safetyRoutes,
  contract.webhookRoutes,
  contract.auditRoutes,
  contract.connectionRoutes,
  contract.heldRoutes,
  contract.providerWebhookRoutes,
  contract.comfyServerRoutes,
  contract.comfyAgentRoutes,
  contract.notificationRoutes,
  contract.presenceRoutes,
  contract.dashboardRoutes,
  contract.projectRoutes,
  contract.deliveryRoutes,
  contract.jobRoutes,
  contract.creditRoutes,
  contract.budgetRoutes,
  contract.billingRoutes,
  contract.stripeRoutes,
  contract.eventRoutes,
].flatMap((table) => Object.values(table) as RouteDefinition[]);
