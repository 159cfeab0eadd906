import { bufscopeFences, isBufscopeElement } from '../bufscope.mjs';

/** A small book with figures of bufscope: to copy from, and what the tests build. */
export default {
  title: 'Sharing a frame',
  base: '/books/frame/',
  themeConfig: { nav: [{ text: 'Own scripts', link: '/own' }] },
  srcExclude: ['README.md'],
  markdown: {
    // Where figures lead.
    config: (md) => md.use(bufscopeFences, { site: 'https://bufscope.example/' }),
  },
  vue: { template: { compilerOptions: { isCustomElement: isBufscopeElement } } },
};
