import { describeContractOnRedis } from './describe-contract.js';

describeContractOnRedis((name) => name !== '@keyv/redis');
