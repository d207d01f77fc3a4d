export { elementwise } from './elementary';
export { adam } from './adam';
export { finish, prepare, run } from './walk';
