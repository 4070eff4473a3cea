import { createBulkService } from './bulk.ts';
import { createListingService } from './listing.ts';
import { createMediaService } from './media.ts';
import { createProductService } from './products.ts';
import type { CatalogueServices } from './routes.ts';
import type { CatalogueDependencies } from './scope.ts';

export function createCatalogue(dependencies: CatalogueDependencies): CatalogueServices {
  return {
    products: createProductService(dependencies),
    media: createMediaService(dependencies),
    listing: createListingService(dependencies),
    bulk: createBulkService(dependencies),
  };
}
