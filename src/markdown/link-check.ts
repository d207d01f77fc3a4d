import type { AstroIntegration } from 'astro';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { anchorOf } from '../../components/labs/fragment-grammar.ts';

/** Reads the finished site: every link inside it must lead to a page, and its fragment to an id, or the build fails. */
export function linkCheck(): AstroIntegration {
  let base = '/';
  return {
    name: 'link-check',
    hooks: {
      'astro:config:done': ({ config }) => {
        base = config.base.endsWith('/') ? config.base : `${config.base}/`;
      },
      'astro:build:done': ({ dir }) => {
        const root = fileURLToPath(dir);
        const broken = globSync('**/*.html', { cwd: root }).flatMap((page) => brokenLinks(root, page, base));
        if (broken.length) throw new Error(`broken links:\n  ${broken.join('\n  ')}`);
      },
    },
  };
}

function brokenLinks(root: string, page: string, base: string): string[] {
  const html = readFileSync(join(root, page), 'utf8');
  const here = new URL(page.replace(/index\.html$/, ''), `http://site${base}`);
  const links = [...html.matchAll(/<a\b[^>]*?\shref="([^"]*)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'));
  return [...new Set(links)].flatMap((href) => {
    const url = new URL(href, here);
    if (url.host !== 'site') return [];
    if (!url.pathname.startsWith(base)) return [`${page}: ${href} leaves the base path ${base}`];
    const path = decodeURIComponent(url.pathname.slice(base.length));
    const file = join(root, path, path === '' || path.endsWith('/') ? 'index.html' : '');
    if (!existsSync(file)) return [`${page}: ${href} has no page`];
    return hasAnchor(file, url.hash) ? [] : [`${page}: ${href} has no such place on its page`];
  });
}

function hasAnchor(file: string, hash: string): boolean {
  const anchor = anchorOf(hash);
  if (anchor === undefined) return true;
  return readFileSync(file, 'utf8').includes(`id="${anchor}"`);
}
