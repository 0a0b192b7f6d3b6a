import RandomFeatures
import Testing
