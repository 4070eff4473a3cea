import type { FormGroup } from '../studio.ts';

const choices = <Value extends string | number>(values: readonly Value[], label = String as (value: Value) => string) =>
  values.map((value) => ({ value, label: label(value) }));

/** The product film studio's form as data; contract/src/product-film.ts decides what is accepted. */
export const PRODUCT_FILM_FORM: readonly FormGroup[] = [
  {
    title: 'Template',
    fields: [
      {
        name: 'template',
        label: 'Template',
        widget: 'choice',
        options: [
          { value: 'runway', label: 'Runway' },
          { value: 'spin', label: 'Spin' },
          { value: 'macro', label: 'Macro' },
          { value: 'spotlight', label: 'Spotlight' },
        ],
      },
    ],
  },
  {
    title: 'Product',
    fields: [
      {
        name: 'pictures',
        label: 'Pictures',
        widget: 'pictures',
        help: 'The main one first, on an even ground. For a spin: the sides in order, once round.',
      },
      { name: 'title', label: 'Title', widget: 'text' },
      { name: 'price', label: 'Price', widget: 'text' },
      { name: 'prompt', label: 'About it', widget: 'long_text', help: 'Only what stands here is said.' },
    ],
  },
  {
    title: 'Brand',
    fields: [
      { name: 'brandId', label: 'Brand', widget: 'brand' },
      { name: 'brandName', label: 'Name on the last card', widget: 'text' },
      { name: 'logo', label: 'Logo', widget: 'asset' },
    ],
  },
  {
    title: 'Film',
    fields: [
      {
        name: 'seconds',
        label: 'Length',
        widget: 'choice',
        unit: 's',
        options: choices([5, 10, 15, 30], (value) => `${value} s`),
      },
      { name: 'ratios', label: 'Formats', widget: 'choices', options: choices(['16:9', '9:16', '1:1', '4:5']) },
    ],
  },
];
