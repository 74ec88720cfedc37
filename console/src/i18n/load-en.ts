import antd from 'antd/es/locale/en_US.js';
import { en as errors } from './errors/en.js';
import { en as dictionary } from './en.js';

export default { dictionary, errors, antd };
