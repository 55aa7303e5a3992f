/** What runs one service: its Nest application, health, metrics and end. */
export type { ServiceApp } from './service/app.js';
export { Closing } from './service/closing.js';
export { PlatformModule } from './service/platform.module.js';
export { createService, type Running, startService } from './service/service.js';
