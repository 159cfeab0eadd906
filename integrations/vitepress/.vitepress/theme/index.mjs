import DefaultTheme from 'vitepress/theme';
import './figures.css';

export default {
  extends: DefaultTheme,
  async enhanceApp() {
    // The element is the browser's business; pages are made without it.
    if (!import.meta.env.SSR) await import('bufscope/player');
  },
};
