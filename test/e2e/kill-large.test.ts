import {testKills} from '../helpers/killed-run.js';

testKills(['--preset', 'microgpt', '--n-embd', '64', '--batch-size', '8', '--steps', '90000', '--weight-decay', '0.1', '--grad-clip', '1'], 4, 'few names');
