import { satteri } from '@astrojs/markdown-satteri';
import mdx from '@astrojs/mdx';
import svelte from '@astrojs/svelte';
import { defineConfig } from 'astro/config';
import { codeColours } from './src/markdown/code-colours.ts';
import { chapterChecks } from './src/markdown/chapter-checks.ts';
import { katexFonts } from './src/markdown/katex-fonts.ts';
import { linkCheck } from './src/markdown/link-check.ts';
import { mathPlugin } from './src/markdown/math-plugin.ts';
import { tfjs } from './vite.shared.mjs';

export default defineConfig({
  site: process.env['SITE_URL'],
  base: process.env['BASE_PATH'] ?? '/',
  output: 'static',
  trailingSlash: 'always',
  devToolbar: { enabled: false },
  integrations: [mdx(), svelte(), linkCheck()],
  markdown: {
    processor: satteri({ features: { math: true }, mdastPlugins: [chapterChecks, mathPlugin] }),
    shikiConfig: { theme: 'css-variables', transformers: [codeColours] },
  },
  vite: {
    ...tfjs,
    plugins: [...tfjs.plugins, katexFonts],
    build: {
      // A font is fetched when its characters occur, so none is worth carrying in the style sheet.
      assetsInlineLimit: (file) => (file.endsWith('.woff2') ? false : undefined),
      rolldownOptions: {
        onLog(level, log, defaultHandler) {
          // Third-party components carry 'use client'; it means nothing to a static site.
          if (log.code !== 'MODULE_LEVEL_DIRECTIVE') defaultHandler(level, log);
        },
      },
    },
  },
});
