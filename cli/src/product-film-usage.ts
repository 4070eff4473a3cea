import { musicChoice } from '@kinora/contract';

export const PRODUCT_FILM_USAGE = `kinora product-film --template runway|spin|macro|spotlight|ID --photos DIR --out DIR
  [--logo FILE] [--brand NAME] [--title T] [--price P] [--prompt TEXT] [--seconds 5|10|15|30]
  [--language en|he|ar] [--music ${musicChoice.options.join('|')}]
  [--ratios 16:9,9:16,1:1,4:5] [--fps 24|25|30] [--draft] [--seed N] [--json]
kinora product-film --sample --out DIR      a film of the sample products
kinora product-film --job ID --out DIR      waits for a film that was started before, and fetches its files`;
