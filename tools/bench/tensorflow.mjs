// TensorFlow.js with its CPU backend and its gradients, for esbuild to make one script of.
export * from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
import "@tensorflow/tfjs-backend-cpu";
