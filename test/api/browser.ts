// A real browser for tests, from a package: no browser need be installed. Screenshots go to artifacts/console.
import chromium from '@sparticuz/chromium';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { chromium as playwright } from 'playwright-core';

const screenshotFolder = fileURLToPath(new URL('../../artifacts/console', import.meta.url));
const desktop = { width: 1280, height: 900 };
const phone = { width: 390, height: 844 };

export async function launchBrowser(): Promise<Browser> {
  mkdirSync(screenshotFolder, { recursive: true });
  return playwright.launch({
    // The package's own arguments put all in one process, which ends with its first closed page.
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--no-zygote'],
    executablePath: await chromium.executablePath(),
    headless: true,
  });
}

/** A page that fails the test on any script or style the policy refuses, any error, and any request elsewhere. */
export async function openPage(browser: Browser, url: string, troubles: string[]): Promise<Page> {
  const context = await browser.newContext({ viewport: desktop, baseURL: url });
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) troubles.push(`asked for ${request.url()}`);
  });
  page.on('dialog', (dialog) => {
    troubles.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return page;
}

/** The page as it is, in both themes, on a desk and on a phone. */
export async function takeScreenshots(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({
      path: `${screenshotFolder}/${name}-${colorScheme}.png`,
      fullPage: true,
    });
  }
  await page.setViewportSize(phone);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.screenshot({ path: `${screenshotFolder}/${name}-phone.png`, fullPage: true });
  await page.setViewportSize(desktop);
}
